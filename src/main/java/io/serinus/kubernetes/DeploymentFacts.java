package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.serinus.release.PodTrouble;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a Deployment.
 *
 * @param labels those of its pods
 * @param trouble that its rollout takes longer than it may; empty otherwise
 */
record DeploymentFacts(Map<String, String> labels, Optional<PodTrouble> trouble) {
    DeploymentFacts {
        labels = Map.copyOf(labels);
    }

    /** Never throws, whatever is missing. */
    static DeploymentFacts of(Deployment deployment) {
        return new DeploymentFacts(podLabels(deployment), overdue(deployment));
    }

    /** Whether its pods carry all of these labels. */
    boolean has(Map<String, String> wanted) {
        return labels.entrySet().containsAll(wanted.entrySet());
    }

    private static Map<String, String> podLabels(Deployment deployment) {
        ObjectMeta template =
                deployment.getSpec() == null || deployment.getSpec().getTemplate() == null
                        ? null
                        : deployment.getSpec().getTemplate().getMetadata();
        return template == null ? Map.of() : Labels.of(template.getLabels());
    }

    private static Optional<PodTrouble> overdue(Deployment deployment) {
        if (deployment.getStatus() == null || isOutdated(deployment)) {
            return Optional.empty();
        }
        List<DeploymentCondition> conditions = deployment.getStatus().getConditions();
        return conditions.stream()
                .filter(condition -> "Progressing".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && "ProgressDeadlineExceeded".equals(condition.getReason()))
                .findFirst()
                .map(condition -> new PodTrouble(
                        PodTrouble.Kind.PROGRESS_DEADLINE,
                        "Deployment " + deployment.getMetadata().getNamespace() + "/"
                                + deployment.getMetadata().getName()
                                + ": its rollout has made no progress within its progressDeadlineSeconds"
                                + said(condition.getMessage())));
    }

    /** Whether the status speaks of an older spec: somebody has changed it, and its rollout begins anew. */
    private static boolean isOutdated(Deployment deployment) {
        Long wanted = deployment.getMetadata().getGeneration();
        Long seen = deployment.getStatus().getObservedGeneration();
        return wanted != null && (seen == null || seen < wanted);
    }

    private static String said(@Nullable String message) {
        String words = Text.brief(message);
        return words.isEmpty() ? "." : ": " + words;
    }
}
