package io.serinus.analysis;

import java.time.Instant;
import java.util.Optional;

/** What a {@link Judge} remembers of a release. Immutable, and of bounded size however long the release runs. */
public final class JudgeState {
    private final Memory memory;

    JudgeState(Memory memory) {
        this.memory = memory;
    }

    /** The tick that counted the canary's first request; empty before it. What {@link Judge#start} wants to know later. */
    public Optional<Instant> firstCanaryRequest() {
        return Optional.ofNullable(memory.traffic().firstCanaryRequest());
    }

    /** Whether the baseline's past would still be taken into account: until the finer comparisons begin. */
    public boolean isOpenToHistory() {
        return !memory.hasBegun();
    }

    Memory memory() {
        return memory;
    }
}
