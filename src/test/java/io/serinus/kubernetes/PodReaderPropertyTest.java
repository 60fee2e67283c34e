package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.serinus.release.PodTrouble;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;

class PodReaderPropertyTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final long BEGUN = Instant.parse("2026-03-01T10:00:00Z").getEpochSecond();
    /** Without these it is no object of the API server's. */
    private static final Set<String> ALWAYS_THERE = Set.of("metadata", "name", "namespace", "creationTimestamp");

    @Property(tries = 1000)
    void whateverIsMissingThereAreFacts(
            @ForAll("statuses") String status,
            @ForAll Random chance,
            @ForAll @LongRange(max = 4000) long since,
            @ForAll @LongRange(max = 4000) long now) {
        Map<?, ?> whole = YAML.unmarshal(PodStatuses.pod(status), Map.class);
        PodFacts facts = PodReader.read(YAML.convertValue(without(whole, chance), Pod.class));

        assertThat(facts.isServing() || !facts.isReady()).isTrue();
        assertThat(facts.isServing() || facts.findings().isEmpty()).isTrue();
        List<PodTrouble> troubles = facts.troubles(at(since), at(now)).toList();
        assertThat(troubles)
                .allSatisfy(trouble -> assertThat(trouble.message())
                        .startsWith("Pod shop/checkout-v2-7d9c-x2x")
                        .matches(".{1,500}[.…]"));
    }

    /** What counts for a release counts for every release that began before it; and goes on to count. */
    @Property(tries = 500)
    void anEarlierBeginningAndALaterLookSeeNoLess(
            @ForAll("statuses") String status,
            @ForAll @LongRange(max = 4000) long since,
            @ForAll @LongRange(max = 4000) long now,
            @ForAll @LongRange(max = 4000) long apart) {
        PodFacts facts = PodReader.read(YAML.unmarshal(PodStatuses.pod(status), Pod.class));

        Set<PodTrouble> troubles = facts.troubles(at(since), at(now)).collect(Collectors.toSet());

        assertThat(facts.troubles(at(since - apart), at(now))).containsAll(troubles);
        assertThat(facts.troubles(at(since), at(now + apart))).containsAll(troubles);
    }

    @Provide
    Arbitrary<String> statuses() {
        return Arbitraries.of(
                PodStatuses.READY,
                PodStatuses.CRASH_LOOP,
                PodStatuses.CRASH_LOOP_BY_MEMORY,
                PodStatuses.JUST_CRASHED,
                PodStatuses.RUNNING_AGAIN,
                PodStatuses.KILLED_ONCE,
                PodStatuses.IMAGE_PULL_BACK_OFF,
                PodStatuses.NO_CONFIG,
                PodStatuses.CREATING,
                PodStatuses.LOST_READINESS,
                PodStatuses.STARTING,
                PodStatuses.UNSCHEDULABLE,
                PodStatuses.EVICTED,
                PodStatuses.INIT_CRASH_LOOP);
    }

    private static Instant at(long second) {
        return Instant.ofEpochSecond(BEGUN + second);
    }

    /** The same tree with some fields left out. */
    private static @Nullable Object without(@Nullable Object tree, Random chance) {
        return switch (tree) {
            case Map<?, ?> map -> {
                var kept = new LinkedHashMap<Object, @Nullable Object>();
                map.forEach((key, value) -> {
                    if (ALWAYS_THERE.contains(key) || chance.nextInt(8) > 0) {
                        kept.put(key, without(value, chance));
                    }
                });
                yield kept;
            }
            case List<?> list -> {
                var kept = new ArrayList<@Nullable Object>();
                list.forEach(value -> kept.add(without(value, chance)));
                yield kept;
            }
            case null, default -> tree;
        };
    }
}
