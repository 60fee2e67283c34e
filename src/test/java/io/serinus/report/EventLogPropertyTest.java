package io.serinus.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.release.ReleaseId;
import io.serinus.report.EventLog.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EventLogPropertyTest {
    private static final ReleaseId ID = new ReleaseId("shop", "cart-1");

    /**
     * Whoever comes back is sent exactly what was missed, or is told that this cannot be said.
     *
     * @param told by turns, whether somebody was told; false where nobody listened
     */
    @Property
    void nothingIsLostUnnoticed(
            @ForAll @Size(max = 40) List<Boolean> told, @ForAll @IntRange(min = 1, max = 12) int most) {
        var log = new EventLog(most);
        var ids = new ArrayList<>(List.of(log.lastId()));
        var after = new ArrayList<Optional<Event>>();
        for (boolean isTold : told) {
            if (isTold) {
                after.add(Optional.of(log.add("release", ID, "{}")));
            } else {
                log.skip();
                after.add(Optional.empty());
            }
            ids.add(log.lastId());
        }
        for (int from = 0; from < ids.size(); from++) {
            List<Optional<Event>> missed = after.subList(from, after.size());
            boolean isKnown = missed.size() <= most && missed.stream().allMatch(Optional::isPresent);
            assertThat(log.since(ids.get(from)))
                    .as("after %d of %s, %d remembered", from, told, most)
                    .isEqualTo(
                            isKnown
                                    ? Optional.of(missed.stream()
                                            .map(Optional::orElseThrow)
                                            .toList())
                                    : Optional.empty());
        }
        assertThat(new EventLog(most).since(log.lastId())).isEmpty();
    }

    @Property
    void anythingMayBeGivenAsAnId(@ForAll String id) {
        assertThat(new EventLog(5).since(id)).isEmpty();
        var log = new EventLog(5);
        assertThat(log.since(log.lastId() + id)).isIn(Optional.empty(), Optional.of(List.of()));
    }
}
