package io.serinus.testbed;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.opentest4j.TestAbortedException;

/**
 * Where the programs of the testbed are. A test that needs a missing one is skipped with a reason, or fails if the
 * environment variable {@code SERINUS_TESTBED} is {@code required}.
 */
public final class Binaries {
    private Binaries() {}

    public static Path kubeApiServer() {
        return inKubebuilderAssets("kube-apiserver");
    }

    public static Path etcd() {
        return inKubebuilderAssets("etcd");
    }

    public static Path kubectl() {
        return inKubebuilderAssets("kubectl");
    }

    public static Path prometheus() {
        return find("prometheus", fromEnvironment("PROMETHEUS_BIN"), "PROMETHEUS_BIN to the program");
    }

    /** Comes with Prometheus. */
    public static Path promtool() {
        Stream<Path> besidePrometheus =
                fromEnvironment("PROMETHEUS_BIN").map(prometheus -> prometheus.resolveSibling("promtool"));
        return find(
                "promtool",
                Stream.concat(fromEnvironment("PROMTOOL_BIN"), besidePrometheus),
                "PROMTOOL_BIN to the program");
    }

    public static Path victoriaMetrics() {
        return find("victoria-metrics", fromEnvironment("VICTORIA_METRICS_BIN"), "VICTORIA_METRICS_BIN to the program");
    }

    public static Path chromium() {
        return find("chromium", fromEnvironment("CHROMIUM_BIN"), "CHROMIUM_BIN to the program");
    }

    /** Whether tests that need the programs can run; if not, for what reason they are skipped. */
    static ConditionEvaluationResult condition(List<Supplier<Path>> programs) {
        try {
            return ConditionEvaluationResult.enabled(
                    programs.stream().map(Supplier::get).toList().toString());
        } catch (TestAbortedException e) {
            return ConditionEvaluationResult.disabled(e.getMessage());
        }
    }

    private static Path inKubebuilderAssets(String program) {
        return find(
                program,
                fromEnvironment("KUBEBUILDER_ASSETS").map(folder -> folder.resolve(program)),
                "KUBEBUILDER_ASSETS to a folder with kube-apiserver, etcd and kubectl (setup-envtest makes one)");
    }

    private static Stream<Path> fromEnvironment(String variable) {
        return Stream.ofNullable(System.getenv(variable))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    private static Path find(String program, Stream<Path> preferred, String remedy) {
        Stream<Path> onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program));
        return Stream.concat(preferred, onPath)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(program, remedy));
    }

    private static Path missing(String program, String remedy) {
        String reason = "needs " + program + ", which is not on PATH: set " + remedy;
        if ("required".equals(System.getenv("SERINUS_TESTBED"))) {
            return Assertions.fail(reason);
        }
        throw new TestAbortedException(reason);
    }
}
