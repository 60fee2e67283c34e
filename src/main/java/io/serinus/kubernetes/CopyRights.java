package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/** What the controller must be allowed to make copies of baselines. */
final class CopyRights {
    static final String ROLE =
            "; bind the ClusterRole serinus-baseline-copy in that namespace, as deploy/optional/baseline-copy.yaml says.";

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
