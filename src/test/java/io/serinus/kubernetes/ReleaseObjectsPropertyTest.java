package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.serinus.release.Release;
import io.serinus.release.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
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

    @Provide
    Arbitrary<Release> releases() {
        return Releases.any();
    }

    /** As the API server would give it back. */
    private static GenericKubernetesResource object(Release release, CanaryReleaseStatus status) {
        Map<String, Object> tree = Map.of(
                "apiVersion", CustomResources.API_VERSION,
                "kind", CustomResources.CANARY_RELEASE,
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
                "spec", Json.tree(CanaryReleaseSpec.of(release.request())),
                "status", Json.tree(status));
        return JSON.unmarshal(Json.text(tree), GenericKubernetesResource.class);
    }
}
