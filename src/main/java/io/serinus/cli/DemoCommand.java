package io.serinus.cli;

import io.quarkus.runtime.Quarkus;
import io.serinus.DemoApplication;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Releases two canaries on a simulated mesh in this process, one good and one bad, with the real judge and the "
                    + "real routing edits, and shows what happens. Needs no cluster.",
            "",
            "The report is on http://localhost:8080 while it runs."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  serinus demo                 show the demo, then keep the report up until Ctrl-C",
            "  serinus demo --exit          end with exit code 0 when both releases have ended",
            "  serinus demo --speed 5       slowly enough to watch the report"
        })
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--exit", description = "End when both releases have ended, instead of waiting for Ctrl-C.")
    boolean exit;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            defaultValue = "24",
            description = "How many simulated seconds pass in a second, 1 to 100. Default: ${DEFAULT-VALUE}.")
    double speed;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The report's port; 0 for any that is free. Default: ${DEFAULT-VALUE}.")
    int port;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "Another number gives other traffic of the same kind. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() {
        if (!(speed >= 1 && speed <= 100) && spec != null) {
            throw new ParameterException(
                    spec.commandLine(), "--speed is " + speed + ", expected a number from 1 to 100");
        }
        if ((port < 0 || port > 65535) && spec != null) {
            throw new ParameterException(spec.commandLine(), "--port is " + port + ", expected 0 to 65535");
        }
        System.setProperty("serinus.simulation.speed", Double.toString(speed));
        System.setProperty("serinus.simulation.seed", Long.toString(seed));
        System.setProperty("quarkus.http.port", Integer.toString(port));
        System.setProperty("quarkus.http.host", "localhost");
        // What happens is told by the demo itself; the log only interrupts where something is wrong.
        System.setProperty("quarkus.log.level", "WARN");
        System.setProperty("quarkus.banner.enabled", "false");
        var exitCode = new AtomicInteger();
        Quarkus.run(
                DemoApplication.class,
                (code, failure) -> exitCode.set(Started.exitCode(code, failure)),
                exit ? new String[] {"--exit"} : new String[0]);
        return exitCode.get();
    }
}
