package io.serinus.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serinus.release.PodTrouble.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkloadTest {

    @Test
    void theGravestTroublesComeFirstAndAreNotLostAmongMany() {
        var many = IntStream.range(0, 200)
                .mapToObj(i -> new PodTrouble(Kind.NOT_READY, "Pod " + i + " is not ready."))
                .collect(Collectors.toCollection(ArrayList::new));
        var crash = new PodTrouble(Kind.CRASH_LOOP, "Pod x crashes.");
        many.add(crash);

        var seen = new Workload.Seen(200, 0, many);

        assertThat(seen.troubles()).hasSize(Workload.Seen.MAX_TROUBLES).startsWith(crash);
    }

    @Test
    void moreReadyPodsThanThereAreMakeNoSense() {
        assertThatThrownBy(() -> new Workload.Seen(1, 2, List.of())).hasMessage("ready is 2 of 1 pods");
        assertThatThrownBy(() -> new Workload.Seen(1, -1, List.of())).hasMessage("ready is -1 of 1 pods");
    }
}
