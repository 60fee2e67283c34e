package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.serinus.release.AccessReview;
import io.serinus.release.ReleaseId;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Leaves it to the cluster: TokenReview says who it is, SubjectAccessReview whether they may {@code update} the subresource
 * {@code commands} of the {@code canaryreleases} in the namespace. The subresource is a name for RBAC only, nothing serves it.
 */
public final class KubernetesAccessReview implements AccessReview {
    private static final Logger LOG = Logger.getLogger(KubernetesAccessReview.class);
    private static final String VERB = "update";
    private static final String RESOURCE = "canaryreleases";
    private static final String SUBRESOURCE = "commands";

    private final KubernetesClient client;

    public KubernetesAccessReview(KubernetesClient client) {
        this.client = TimeBox.around(client);
    }

    @Override
    public Answer review(String token, ReleaseId release) {
        if (token.isBlank()) {
            return new Answer.Unknown(
                    "The request has no token. Send the header \"Authorization: Bearer TOKEN\" with a token"
                            + " of the cluster, such as kubectl create token prints.");
        }
        try {
            UserInfo user = user(token);
            return user == null
                    ? new Answer.Unknown(
                            "The cluster does not know the token, or its time is over. Take a fresh one, such as"
                                    + " kubectl create token prints.")
                    : review(user, release);
        } catch (KubernetesClientException e) {
            // Never with the token, nor with more than a sentence for somebody who is not known.
            LOG.warnf("Nobody can be asked who may command %s: %s", release, ServerWords.of(e));
            return new Answer.Unanswered(
                    "The controller could not ask the API server who you are and what you may do. Try"
                            + " again; if it stays so, its log says why.");
        }
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

    private Answer review(UserInfo user, ReleaseId release) {
        SubjectAccessReview asked = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user.getUsername())
                .withUid(user.getUid())
                .withGroups(user.getGroups())
                .withExtra(user.getExtra())
                .withNewResourceAttributes()
                .withGroup(CustomResources.GROUP)
                .withVersion(CustomResources.VERSION)
                .withResource(RESOURCE)
                .withSubresource(SUBRESOURCE)
                .withVerb(VERB)
                .withNamespace(release.namespace())
                .withName(release.name())
                .endResourceAttributes()
                .endSpec()
                .build();
        SubjectAccessReview review =
                client.authorization().v1().subjectAccessReview().create(asked);
        String name = Objects.requireNonNull(user.getUsername());
        boolean isAllowed = review.getStatus() != null
                && Boolean.TRUE.equals(review.getStatus().getAllowed())
                && !Boolean.TRUE.equals(review.getStatus().getDenied());
        return isAllowed
                ? new Answer.Allowed(name)
                : new Answer.Denied(
                        name,
                        name + " may not " + VERB + " " + RESOURCE + "/" + SUBRESOURCE + " of " + CustomResources.GROUP
                                + " in namespace " + release.namespace()
                                + ". Ask for a RoleBinding to the ClusterRole serinus-operator, or to a role of your own with"
                                + " this right.");
    }
}
