package io.serinus.report;

import io.serinus.analysis.Verdict;
import io.serinus.release.State.Phase;
import org.jspecify.annotations.Nullable;

/**
 * A release that has changed, as the stream of events tells it: enough to know whether to look again.
 *
 * @param step the step that was entered last, from 1; null before the first
 * @param weight the canary's share that was last decided on, in percent
 * @param verdict the judge's last word; null before the first
 * @param revision that of the release's document: what its ETag holds
 */
public record EventDocument(
        String namespace,
        String name,
        Phase phase,
        @Nullable Integer step,
        int weight,
        @Nullable Verdict verdict,
        String revision) {

    static EventDocument of(ReleaseDocument release, String revision) {
        return new EventDocument(
                release.namespace(),
                release.name(),
                release.phase(),
                release.step(),
                release.weight(),
                release.verdict(),
                revision);
    }

    /** A release that is not there any more. */
    public record GoneDocument(String namespace, String name) {}
}
