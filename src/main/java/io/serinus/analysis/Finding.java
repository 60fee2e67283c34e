package io.serinus.analysis;

import static java.util.Objects.requireNonNull;

/**
 * Something that people should know about a release, which does not decide it.
 *
 * @param code what it is
 * @param message one sentence
 */
public record Finding(Code code, String message) {
    public Finding {
        requireNonNull(code, "code is null");
        requireNonNull(message, "message is null");
    }

    /** The kinds of findings. */
    public enum Code {
        /** The canary's share of the requests is not what its weight says. */
        TRAFFIC_SHARE,
        /** An advisory metric has failed. */
        ADVISORY,
        /** With the dry-run metrics deciding, the release would have been aborted. */
        DRY_RUN,
        /** What the baseline's own pods taught about noise, or why they taught nothing. */
        CALIBRATION,
        /** Some counts may not be exact, since proxies restarted or were not scraped. */
        UNCERTAIN_COUNTS,
        /** Requests failed that carry neither version, as where no pod could be reached. */
        UNATTRIBUTED
    }
}
