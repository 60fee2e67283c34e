package io.serinus.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** One server program. It ends with the JVM at the latest. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final int TAIL_LINES = 40;

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread endWithJvm;

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.endWithJvm = new Thread(process::destroyForcibly, "end " + name);
        Runtime.getRuntime().addShutdownHook(endWithJvm);
    }

    /** Starts the program; its output is appended to {@code target/testbed/<server>/<log>.log}. */
    static ServerProcess start(String server, String log, List<String> command) {
        return start(server, log, command, Map.of());
    }

    /** The same with environment variables on top of this JVM's. */
    static ServerProcess start(String server, String log, List<String> command, Map<String, String> environment) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "testbed", server));
            Path file = folder.resolve(log + ".log").toAbsolutePath();
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(file.toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            return new ServerProcess(server, process, file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), e);
        }
    }

    /**
     * Waits until the probe says true; a probe that throws says false. The caller's thread asks, so it may hold locks that
     * the probe needs.
     *
     * @throws IllegalStateException with the end of the log if the server ends or takes too long
     */
    void awaitReady(Callable<Boolean> probe) {
        var lastFailure = new AtomicReference<@Nullable Exception>();
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .atMost(START_LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !process.isAlive() || saysTrue(probe, lastFailure));
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(
                    name + " was not ready within " + START_LIMIT + "\n" + tail(),
                    Objects.requireNonNullElse(lastFailure.get(), e));
        }
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " ended with exit code " + process.exitValue() + "\n" + tail());
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever the reason, a server that does not answer is not ready
    private static boolean saysTrue(Callable<Boolean> probe, AtomicReference<@Nullable Exception> lastFailure) {
        try {
            return probe.call();
        } catch (Exception e) {
            lastFailure.set(e);
            return false;
        }
    }

    /** Asks the server to end and waits; ends it by force if it does not. */
    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    /** Ends the server as a crash would. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(endWithJvm);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return "the end of " + log + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "no log at " + log + ": " + e;
        }
    }
}
