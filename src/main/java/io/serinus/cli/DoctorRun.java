package io.serinus.cli;

import io.serinus.BackendOptions;
import io.serinus.config.ConfigReader;
import io.serinus.config.SerinusConfig;
import io.serinus.prometheus.Checkup;
import io.serinus.prometheus.Finding.Grade;
import io.serinus.prometheus.PrometheusBackend;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the options, checks the backends, and prints what was found. */
final class DoctorRun {
    /** The name of the backend of {@code --prometheus}; its options stand beside those of the environment. */
    private static final String GIVEN = "commandline";

    private static final String PREFIX = "serinus.backends." + GIVEN + ".";

    private DoctorRun() {}

    /** A service that is looked at. */
    record Service(String namespace, String name) {}

    /**
     * What is asked for.
     *
     * @param backend the name of one; empty for all
     * @param prometheus an address; empty for those of the options
     * @param access how to get to that address
     */
    record Wish(
            Optional<String> backend,
            Optional<String> prometheus,
            Map<String, String> access,
            Optional<Service> service,
            Output format) {}

    static int run(Console console, Wish wish) throws IOException, BadInputException {
        SerinusConfig config = config(wish);
        List<PrometheusBackend.Settings> backends = backends(config, wish);
        Optional<String> host =
                wish.service().map(it -> it.name() + "." + it.namespace() + ".svc." + config.clusterDomain());
        var reports = new ArrayList<Checkup.Report>();
        try {
            for (PrometheusBackend.Settings backend : backends) {
                reports.add(Checkup.of(backend, host));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BadInputException(List.of("interrupted before all was checked"));
        }
        Writer out = console.out();
        if (wish.format() == Output.JSON) {
            DoctorReport.json(reports, out);
        } else {
            DoctorReport.text(reports, wish.prometheus().isEmpty(), out);
        }
        return reports.stream().anyMatch(report -> report.count(Grade.PROBLEM) > 0) ? ExitCode.BAD_ANSWER : ExitCode.OK;
    }

    private static SerinusConfig config(Wish wish) throws BadInputException {
        var given = new TreeMap<String, String>();
        wish.prometheus().ifPresent(url -> given.put(PREFIX + "url", url));
        wish.access().forEach((name, value) -> given.put(PREFIX + name, value));
        try {
            return ConfigReader.read(given);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(List.of(asGiven(String.valueOf(e.getMessage()))));
        }
    }

    private static List<PrometheusBackend.Settings> backends(SerinusConfig config, Wish wish) throws BadInputException {
        var problems = new ArrayList<String>();
        List<PrometheusBackend.Settings> all = BackendOptions.read(config, problems);
        if (wish.prometheus().isPresent()) {
            // Nothing of what the environment says is meant.
            problems.removeIf(problem -> !problem.startsWith("serinus.backends.\"" + GIVEN + "\""));
        }
        if (!problems.isEmpty()) {
            throw new BadInputException(
                    problems.stream().map(DoctorRun::asGiven).toList());
        }
        if (wish.prometheus().isPresent()) {
            return all.stream().filter(backend -> backend.name().equals(GIVEN)).toList();
        }
        if (wish.backend().isEmpty()) {
            return all;
        }
        List<PrometheusBackend.Settings> named = all.stream()
                .filter(backend -> backend.name().equals(wish.backend().get()))
                .toList();
        if (named.isEmpty()) {
            throw new BadInputException(
                    List.of("--backend is \"" + wish.backend().get() + "\", expected one of "
                            + all.stream().map(PrometheusBackend.Settings::name).collect(Collectors.joining(", "))));
        }
        return named;
    }

    /** Options of the command line are not named as those of the environment. */
    private static String asGiven(String problem) {
        return problem.replace("serinus.backends.\"" + GIVEN + "\": ", "--prometheus: ")
                .replace(PREFIX, "--");
    }
}
