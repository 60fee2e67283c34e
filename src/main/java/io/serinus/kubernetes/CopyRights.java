package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the controller must be allowed to make copies of baselines. */
final class CopyRights {
    private static final String ROLE =
            "; bind the ClusterRole serinus-baseline-copy in that namespace, as deploy/optional/baseline-copy.yaml says.";

    private static final String BASE = "; deploy/rbac.yaml has that right: apply it.";
    private static final String ASKING =
            "; bind the ClusterRole system:basic-user of Kubernetes, by which everybody may ask that.";

    /** How every API server says what its authorizers have refused; other refusals, such as of quotas, say it otherwise. */
    private static final Pattern REFUSED =
            Pattern.compile("cannot (\\S+) resource \"([^\"]*)\" in API group \"([^\"]*)\"");

    private static final List<Right> NEEDED = List.of(
            new Right("apps", "deployments", "create"),
            new Right("apps", "deployments", "delete"),
            new Right("", "services", "create"),
            new Right("", "services", "delete"),
            new Right("networking.k8s.io", "networkpolicies", "list"),
            new Right("security.istio.io", "authorizationpolicies", "list"),
            new Right("security.istio.io", "peerauthentications", "list"),
            new Right("security.istio.io", "requestauthentications", "list"));

    private record Right(String group, String resource, String verb) {}

    private CopyRights() {}

    /** The first right that is missing in a namespace, as a sentence that says what to do. */
    static Optional<String> missing(KubernetesClient client, String namespace) {
        return NEEDED.stream()
                .filter(right -> !isAllowed(client, right, namespace))
                .findFirst()
                .map(right -> "Serinus may not " + right.verb() + " " + right.resource()
                        + (right.group().isEmpty() ? "" : " of " + right.group()) + " in namespace " + namespace
                        + ", which a copy of the baseline needs" + ROLE);
    }

    /** What the API server said, and behind it what to do if a right is missing. */
    static String refused(KubernetesClientException failure) {
        String words = ServerWords.of(failure);
        Matcher refused = REFUSED.matcher(words);
        return words
                + (failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN && refused.find() ? advice(refused) : ".");
    }

    private static String advice(Matcher refused) {
        var right = new Right(refused.group(3), refused.group(2), refused.group(1));
        if (NEEDED.contains(right)) {
            return ROLE;
        }
        return right.resource().equals("selfsubjectaccessreviews") ? ASKING : BASE;
    }

    private static boolean isAllowed(KubernetesClient client, Right right, String namespace) {
        SelfSubjectAccessReview asked = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withGroup(right.group())
                .withResource(right.resource())
                .withVerb(right.verb())
                .withNamespace(namespace)
                .endResourceAttributes()
                .endSpec()
                .build();
        SelfSubjectAccessReview answer =
                client.authorization().v1().selfSubjectAccessReview().create(asked);
        return answer.getStatus() != null
                && Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }
}
