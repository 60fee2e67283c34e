package io.serinus.telemetry;

import io.serinus.release.Release;
import io.serinus.release.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which releases are under way. */
final class UnderWay {
    /** The release that moves weights tells more than the one that waits for it to go back. */
    private static final Comparator<Release> MOST_TELLING = Comparator.comparing(
                    (Release release) -> !(release.state() instanceof State.Pending))
            .thenComparing(Release::createdAt)
            .thenComparing(release -> release.id().name());

    private UnderWay() {}

    /** One for each VirtualService that has any. */
    static List<Release> perVirtualService(Collection<Release> all) {
        Map<List<String>, Release> found = new HashMap<>();
        for (Release release : all) {
            if (!release.state().isTerminal()) {
                var virtualService =
                        List.of(release.id().namespace(), release.request().virtualService());
                found.merge(
                        virtualService, release, (one, other) -> MOST_TELLING.compare(one, other) > 0 ? one : other);
            }
        }
        return new ArrayList<>(found.values());
    }
}
