package io.serinus.release;

import io.serinus.template.AnalysisTemplate;
import java.util.Map;
import java.util.Optional;

/** Port: asks hooks over the network, beside everything else. Never blocks and never throws. */
public interface HookDesk {
    /** Where nobody is called: a template that names somebody is refused. */
    HookDesk NONE = new HookDesk() {
        @Override
        public Optional<String> objection(AnalysisTemplate template) {
            return template.hooks().isEmpty() && template.notifications().isEmpty()
                    ? Optional.empty()
                    : Optional.of("AnalysisTemplate " + template.name()
                            + " has hooks or notifications, and nobody is called from here; remove them, or use another"
                            + " template.");
        }

        @Override
        public void ask(Release release, HookCall call) {
            // No release with hooks begins here.
        }

        @Override
        public Map<String, HookAnswer> answers(ReleaseId release) {
            return Map.of();
        }

        @Override
        public void forget(ReleaseId release) {}
    };

    /**
     * Why a release with this template must not begin: one sentence about its first hook or notification that may not be
     * called from here; empty if all may.
     */
    Optional<String> objection(AnalysisTemplate template);

    /**
     * Asks, unless that call is under way or has been answered. One that was held or has failed is asked again after a while.
     */
    void ask(Release release, HookCall call);

    /** What was answered so far, by {@link HookCall#key}. */
    Map<String, HookAnswer> answers(ReleaseId release);

    /** Gives up what is under way for a release that goes back or has ended. */
    void forget(ReleaseId release);
}
