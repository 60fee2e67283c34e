package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.serinus.analysis.Judgement;
import io.serinus.release.Release;
import io.serinus.release.State;
import io.serinus.template.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReleaseObjectsPropertyTest {
    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00.5Z");

    private final ReleaseObjects objects = new ReleaseObjects(new StepsCatalog());

    @Property(tries = 500)
    void everyReleaseComesBackAsItWasWritten(@ForAll("releases") Release release) throws UnreadableReleaseException {
        CanaryReleaseStatus status = StatusWriter.status(release, 1, List.of(), NOW);

        RecordedRelease read = objects.read(object(release, status));

        assertThat(read.release()).isEqualTo(release);
        assertThat(read.status()).isEqualTo(status);
    }

    @Property(tries = 200)
    void writingWhatWasReadChangesNothing(@ForAll("releases") Release release) throws UnreadableReleaseException {
        CanaryReleaseStatus status = StatusWriter.status(release, 1, List.of(), NOW);
        RecordedRelease read = objects.read(object(release, status));

        CanaryReleaseStatus again =
                StatusWriter.status(read.release(), read.generation(), read.conditions(), NOW.plusSeconds(3600));

        assertThat(again).isEqualTo(status);
    }

    @Property(tries = 200)
    void onlyAPromotedReleaseIsReady(@ForAll("releases") Release release) {
        CanaryReleaseStatus status = StatusWriter.status(release, 1, List.of(), NOW);

        List<CanaryReleaseStatus.Condition> conditions = Objects.requireNonNull(status.conditions());
        assertThat(conditions)
                .extracting(CanaryReleaseStatus.Condition::type)
                .containsExactly("Ready", "Reconciling", "Stalled");
        assertThat(conditions.getFirst().status())
                .isEqualTo(release.state().phase() == State.Phase.PROMOTED ? "True" : "False");
        assertThat(conditions)
                .allSatisfy(condition -> assertThat(condition.reason()).matches("[A-Z][A-Za-z]+"));
    }

    /** What was recorded before there were roles, explanations and findings. */
    @Property(tries = 100)
    void whatIsAbsentIsReadAsItWasMeant(@ForAll("releases") Release release) throws UnreadableReleaseException {
        Map<String, Object> status = Json.tree(StatusWriter.status(release, 1, List.of(), NOW));
        status.remove("findings");
        metrics(status).forEach(metric -> metric.keySet().removeAll(List.of("role", "explanation")));

        Optional<Judgement> read =
                objects.read(object(release, status)).release().judgement();

        assertThat(read.isPresent()).isEqualTo(release.judgement().isPresent());
        read.ifPresent(judgement -> {
            assertThat(judgement.findings()).isEmpty();
            assertThat(judgement.evidence().metrics())
                    .allMatch(metric -> metric.role() == Role.CRITICAL
                            && metric.explanation().isEmpty());
        });
    }

    @Property(tries = 50)
    void whatIsWrongIsNamed(@ForAll("releases") Release release) {
        Assume.that(release.judgement()
                .filter(judgement -> !judgement.evidence().metrics().isEmpty())
                .isPresent());
        Map<String, Object> role = Json.tree(StatusWriter.status(release, 1, List.of(), NOW));
        metrics(role).getFirst().put("role", "CRITICL");
        Map<String, Object> finding = Json.tree(StatusWriter.status(release, 1, List.of(), NOW));
        finding.put("findings", List.of(Map.of("code", "NOISE")));
        Map<String, Object> quantile = Json.tree(StatusWriter.status(release, 1, List.of(), NOW));
        metrics(quantile).getFirst().put("explanation", Map.of("quantiles", List.of(Map.of())));

        assertThatThrownBy(() -> objects.read(object(release, role)))
                .isInstanceOf(UnreadableReleaseException.class)
                .hasMessage("status.metrics[0].role is \"CRITICL\", expected one of CRITICAL, ADVISORY, DRY_RUN");
        assertThatThrownBy(() -> objects.read(object(release, finding)))
                .isInstanceOf(UnreadableReleaseException.class)
                .hasMessageStartingWith("status.findings[0].code is \"NOISE\", expected one of TRAFFIC_SHARE");
        assertThatThrownBy(() -> objects.read(object(release, quantile)))
                .isInstanceOf(UnreadableReleaseException.class)
                .hasMessage("status.metrics[0].explanation.quantiles[0].quantile is missing");
    }

    @SuppressWarnings("unchecked") // Made from a status, where metrics are a list of objects.
    private static List<Map<String, Object>> metrics(Map<String, Object> status) {
        return (List<Map<String, Object>>) status.getOrDefault("metrics", List.of());
    }

    @Provide
    Arbitrary<Release> releases() {
        return Releases.any();
    }

    /** As the API server would give it back. */
    private static GenericKubernetesResource object(Release release, CanaryReleaseStatus status) {
        return object(release, Json.tree(status));
    }

    private static GenericKubernetesResource object(Release release, Map<String, Object> status) {
        Map<String, Object> tree = Map.of(
                "apiVersion",
                CustomResources.API_VERSION,
                "kind",
                CustomResources.CANARY_RELEASE,
                "metadata",
                Map.of(
                        "namespace",
                        release.id().namespace(),
                        "name",
                        release.id().name(),
                        "uid",
                        "u-1",
                        "resourceVersion",
                        "7",
                        "generation",
                        1,
                        "creationTimestamp",
                        "2026-05-04T10:00:00Z"),
                "spec",
                Json.tree(CanaryReleaseSpec.of(release.request())),
                "status",
                status);
        return JSON.unmarshal(Json.text(tree), GenericKubernetesResource.class);
    }
}
