package io.serinus.release;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What people and hooks have said so far about going on.
 *
 * @param hold who has paused the release; empty if nobody has
 * @param approved the gates that were opened
 * @param agreed the calls of hooks that were answered with a yes, by {@link HookCall#key}
 */
public record Doors(Optional<Hold> hold, Set<String> approved, Set<String> agreed) {
    /** Nobody has said anything. */
    public static final Doors UNTOUCHED = new Doors(Optional.empty(), Set.of(), Set.of());

    public Doors {
        requireNonNull(hold, "hold is null");
        approved = Set.copyOf(approved);
        agreed = Set.copyOf(agreed);
    }

    Doors paused(Hold by) {
        return new Doors(Optional.of(by), approved, agreed);
    }

    Doors resumed() {
        return new Doors(Optional.empty(), approved, agreed);
    }

    Doors approve(String gate) {
        return new Doors(hold, with(approved, gate), agreed);
    }

    Doors agree(String call) {
        return new Doors(hold, approved, with(agreed, call));
    }

    private static Set<String> with(Set<String> some, String another) {
        var more = new TreeSet<>(some);
        more.add(another);
        return more;
    }

    /**
     * A pause.
     *
     * @param message who and why, one sentence
     */
    public record Hold(Instant since, String message) {
        public Hold {
            requireNonNull(since, "since is null");
            requireNonNull(message, "message is null");
        }
    }
}
