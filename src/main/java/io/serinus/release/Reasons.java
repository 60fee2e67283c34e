package io.serinus.release;

import java.util.List;

/** The stable words of {@link Action.Announce#reason()}: what Events and notifications are filtered by. */
public final class Reasons {
    public static final String REFUSED = "ReleaseRefused";
    public static final String STARTED = "ReleaseStarted";
    public static final String LINT = "LintFindings";
    public static final String WEIGHT = "WeightInForce";
    public static final String STEP = "StepPassed";
    public static final String HELD = "Held";
    public static final String PAUSED = "Paused";
    public static final String APPROVAL = "AwaitingApproval";
    public static final String COMMAND = "CommandFollowed";
    public static final String COMMAND_REFUSED = "CommandRefused";
    public static final String HOOK = "HookAgreed";
    public static final String RESUMED = "Resumed";
    public static final String EXTERNAL_CHANGE = "ExternalChange";
    public static final String REPLAYED = "EvidenceReplayed";
    public static final String PROMOTING = "Promoting";
    public static final String RETURNING = "RestoringRouting";
    public static final String PROMOTED = "ReleasePromoted";
    public static final String ABORTED = "ReleaseAborted";
    public static final String CANCELLED = "ReleaseCancelled";
    public static final String SUPERSEDED = "ReleaseSuperseded";
    public static final String SCALED_DOWN = "ScaledDown";
    public static final String NOT_SCALED_DOWN = "NotScaledDown";
    public static final String COPY_LEFT = "CopyLeft";

    /** All of them. */
    public static final List<String> ALL = List.of(
            REFUSED,
            STARTED,
            LINT,
            WEIGHT,
            STEP,
            HELD,
            PAUSED,
            APPROVAL,
            COMMAND,
            COMMAND_REFUSED,
            HOOK,
            RESUMED,
            EXTERNAL_CHANGE,
            REPLAYED,
            PROMOTING,
            RETURNING,
            PROMOTED,
            ABORTED,
            CANCELLED,
            SUPERSEDED,
            SCALED_DOWN,
            NOT_SCALED_DOWN,
            COPY_LEFT);

    private Reasons() {}

    /** The word for an end. */
    public static String of(Outcome outcome) {
        return switch (outcome) {
            case PROMOTED -> PROMOTED;
            case ABORTED -> ABORTED;
            case CANCELLED -> CANCELLED;
            case SUPERSEDED -> SUPERSEDED;
        };
    }
}
