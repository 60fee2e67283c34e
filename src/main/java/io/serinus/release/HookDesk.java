package io.serinus.release;

import java.util.Map;

/** Port: asks hooks over the network, beside everything else. Never blocks and never throws. */
public interface HookDesk {
    /** Where no template has hooks. */
    HookDesk NONE = new HookDesk() {
        @Override
        public void ask(Release release, HookCall call) {
            throw new IllegalStateException(release.id() + " has hooks and nobody to ask them");
        }

        @Override
        public Map<String, HookAnswer> answers(ReleaseId release) {
            return Map.of();
        }

        @Override
        public void forget(ReleaseId release) {}
    };

    /**
     * Asks, unless that call is under way or has been answered. One that was held or has failed is asked again after a while.
     */
    void ask(Release release, HookCall call);

    /** What was answered so far, by {@link HookCall#key}. */
    Map<String, HookAnswer> answers(ReleaseId release);

    /** Gives up what is under way for a release that goes back or has ended. */
    void forget(ReleaseId release);
}
