package io.serinus.notify;

import io.serinus.template.Hook;
import io.serinus.template.Notification;

/** Hears what came of calls; for telemetry. May be called from any thread, must not block and must not throw. */
public interface CallListener {
    /**
     * A hook was called, with all repetitions.
     *
     * @param result agreed, held, vetoed, delivered or failed
     */
    void hookCalled(Hook.Stage stage, String result);

    /**
     * A notification was sent, with all repetitions.
     *
     * @param result delivered or failed
     */
    void notified(Notification.Type type, String result);

    /** Hears nothing. */
    static CallListener none() {
        return new CallListener() {
            @Override
            public void hookCalled(Hook.Stage stage, String result) {}

            @Override
            public void notified(Notification.Type type, String result) {}
        };
    }
}
