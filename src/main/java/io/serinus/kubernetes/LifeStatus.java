package io.serinus.kubernetes;

import static java.util.Objects.requireNonNullElse;

import io.serinus.release.Action.Announce.Severity;
import io.serinus.release.Doors;
import io.serinus.release.LogEntry;
import io.serinus.release.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What people and hooks have said to a release, and what they were told, between the core and a status. */
final class LifeStatus {
    private LifeStatus() {}

    /** Null where nobody has said anything, because an absent field says the same. */
    static CanaryReleaseStatus.@Nullable Doors doors(State state) {
        if (!(state instanceof State.Progressing progressing)
                || progressing.doors().equals(Doors.UNTOUCHED)) {
            return null;
        }
        Doors doors = progressing.doors();
        return new CanaryReleaseStatus.Doors(
                doors.hold()
                        .map(hold -> new CanaryReleaseStatus.Hold(
                                hold.since().toString(), StatusWriter.sentence(hold.message())))
                        .orElse(null),
                names(doors.approved()),
                names(doors.agreed()));
    }

    static Doors readDoors(CanaryReleaseStatus.@Nullable Doors doors) throws UnreadableReleaseException {
        if (doors == null) {
            return Doors.UNTOUCHED;
        }
        CanaryReleaseStatus.Hold hold = doors.hold();
        return new Doors(
                hold == null
                        ? Optional.empty()
                        : Optional.of(new Doors.Hold(
                                Present.instant("status.doors.hold.since", hold.since()),
                                requireNonNullElse(hold.message(), ""))),
                Set.copyOf(requireNonNullElse(doors.approved(), List.of())),
                Set.copyOf(requireNonNullElse(doors.agreed(), List.of())));
    }

    static @Nullable List<CanaryReleaseStatus.LogEntry> log(List<LogEntry> log) {
        return log.isEmpty()
                ? null
                : log.stream()
                        .map(entry -> new CanaryReleaseStatus.LogEntry(
                                entry.number(),
                                entry.at().toString(),
                                entry.severity().name(),
                                entry.reason(),
                                StatusWriter.sentence(entry.message())))
                        .toList();
    }

    static List<LogEntry> readLog(@Nullable List<CanaryReleaseStatus.LogEntry> recorded)
            throws UnreadableReleaseException {
        var log = new ArrayList<LogEntry>();
        for (CanaryReleaseStatus.LogEntry entry :
                requireNonNullElse(recorded, List.<CanaryReleaseStatus.LogEntry>of())) {
            String path = "status.log[" + log.size() + "]";
            log.add(new LogEntry(
                    Present.in(path + ".number", entry.number()),
                    Present.instant(path + ".at", entry.at()),
                    Present.word(path + ".severity", entry.severity(), Severity.class),
                    Present.in(path + ".reason", entry.reason()),
                    requireNonNullElse(entry.message(), "")));
        }
        return log;
    }

    static @Nullable List<CanaryReleaseStatus.Told> told(Map<String, Long> told) {
        return told.isEmpty()
                ? null
                : new TreeMap<>(told)
                        .entrySet().stream()
                                .map(entry -> new CanaryReleaseStatus.Told(entry.getKey(), entry.getValue()))
                                .toList();
    }

    static Map<String, Long> readTold(@Nullable List<CanaryReleaseStatus.Told> recorded)
            throws UnreadableReleaseException {
        var told = new HashMap<String, Long>();
        int position = 0;
        for (CanaryReleaseStatus.Told entry : requireNonNullElse(recorded, List.<CanaryReleaseStatus.Told>of())) {
            String path = "status.told[" + position++ + "]";
            told.put(Present.in(path + ".to", entry.to()), Present.in(path + ".number", entry.number()));
        }
        return told;
    }

    private static @Nullable List<String> names(Set<String> names) {
        return names.isEmpty() ? null : List.copyOf(new TreeSet<>(names));
    }
}
