package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.serinus.release.AccessReview;
import io.serinus.release.Reading;
import io.serinus.release.ReleaseId;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Leaves it to the cluster: TokenReview says who it is, SubjectAccessReview whether they may {@code update} the subresource
 * {@code commands} of the {@code canaryreleases} in the namespace, or {@code get} or {@code list} these. The subresource is a
 * name for RBAC only, nothing serves it.
 */
public final class KubernetesAccessReview implements AccessReview {
    private static final Logger LOG = Logger.getLogger(KubernetesAccessReview.class);
    private static final String VERB = "update";
    private static final String RESOURCE = "canaryreleases";
    private static final String SUBRESOURCE = "commands";

    private static final int LONGEST_NAME = 253;

    private final KubernetesClient client;

    public KubernetesAccessReview(KubernetesClient client) {
        this.client = TimeBox.around(client);
    }

    @Override
    public Answer review(String token, ReleaseId release) {
        var wanted = new ResourceAttributesBuilder()
                .withGroup(CustomResources.GROUP)
                .withVersion(CustomResources.VERSION)
                .withResource(RESOURCE)
                .withSubresource(SUBRESOURCE)
                .withVerb(VERB)
                .withNamespace(release.namespace())
                .withName(release.name())
                .build();
        return review(
                token,
                wanted,
                "may not " + VERB + " " + RESOURCE + "/" + SUBRESOURCE + " of " + CustomResources.GROUP
                        + " in namespace " + release.namespace()
                        + ". Ask for a RoleBinding to the ClusterRole serinus-operator, or to a role of your own with"
                        + " this right.");
    }

    @Override
    public Answer reviewReading(String token, Reading reading) {
        String verb = reading.name().isPresent() ? "get" : "list";
        var wanted = new ResourceAttributesBuilder()
                .withGroup(CustomResources.GROUP)
                .withVersion(CustomResources.VERSION)
                .withResource(RESOURCE)
                .withVerb(verb)
                .withNamespace(reading.namespace().orElse(null))
                .withName(reading.name().orElse(null))
                .build();
        String where = reading.namespace()
                .map(namespace -> " in namespace " + namespace + ". Ask for a RoleBinding")
                .orElse(" in all namespaces. Ask for the releases of one namespace by the parameter namespace, or ask"
                        + " for a ClusterRoleBinding");
        return review(
                token,
                wanted,
                "may not " + verb + " " + RESOURCE + " of " + CustomResources.GROUP + where
                        + " to the ClusterRole serinus-viewer, or to a role of your own with this right.");
    }

    /** @param denial what to tell a user who may not, behind the user's name */
    private Answer review(String token, ResourceAttributes wanted, String denial) {
        if (token.isBlank()) {
            return new Answer.Unknown(
                    "The request has no token. Send the header \"Authorization: Bearer TOKEN\" with a token"
                            + " of the cluster, such as kubectl create token prints.");
        }
        try {
            UserInfo user = user(token);
            if (user == null) {
                return new Answer.Unknown(
                        "The cluster does not know the token, or its time is over. Take a fresh one, such as"
                                + " kubectl create token prints.");
            }
            String name = Objects.requireNonNull(user.getUsername());
            return may(user, wanted) ? new Answer.Allowed(name) : new Answer.Denied(name, name + " " + denial);
        } catch (KubernetesClientException e) {
            // Never with the token, nor with more than a sentence for somebody who is not known.
            LOG.warnf(
                    "Nobody can be asked who may %s canaryreleases in %s: %s",
                    wanted.getVerb(),
                    wanted.getNamespace() == null ? "all namespaces" : plain(wanted.getNamespace()),
                    ServerWords.of(e));
            return new Answer.Unanswered(
                    "The controller could not ask the API server who you are and what you may do. Try"
                            + " again; if it stays so, its log says why.");
        }
    }

    /** What a name can consist of, and no longer than one: it comes from an address, and could begin a line of the log. */
    static String plain(String name) {
        String known = name.replaceAll("[^A-Za-z0-9.-]", "?");
        return known.length() > LONGEST_NAME ? known.substring(0, LONGEST_NAME) + "…" : known;
    }

    private @Nullable UserInfo user(String token) {
        TokenReview asked = new TokenReviewBuilder()
                .withNewSpec()
                .withToken(token)
                .endSpec()
                .build();
        TokenReview review = client.tokenReviews().create(asked);
        if (review.getStatus() == null
                || !Boolean.TRUE.equals(review.getStatus().getAuthenticated())) {
            return null;
        }
        UserInfo user = review.getStatus().getUser();
        return user == null || user.getUsername() == null || user.getUsername().isBlank() ? null : user;
    }

    private boolean may(UserInfo user, ResourceAttributes wanted) {
        SubjectAccessReview asked = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user.getUsername())
                .withUid(user.getUid())
                .withGroups(user.getGroups())
                .withExtra(user.getExtra())
                .withResourceAttributes(wanted)
                .endSpec()
                .build();
        SubjectAccessReview review =
                client.authorization().v1().subjectAccessReview().create(asked);
        return review.getStatus() != null
                && Boolean.TRUE.equals(review.getStatus().getAllowed())
                && !Boolean.TRUE.equals(review.getStatus().getDenied());
    }
}
