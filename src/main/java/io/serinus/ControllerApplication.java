package io.serinus;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/** The controller in a cluster: runs until the process is told to end. */
public final class ControllerApplication implements QuarkusApplication {
    private final Assembly assembly;

    ControllerApplication(Assembly assembly) {
        this.assembly = assembly;
    }

    @Override
    public int run(String... arguments) {
        assembly.start();
        Quarkus.waitForExit();
        return 0;
    }
}
