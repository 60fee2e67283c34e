package io.serinus.cli;

import io.serinus.BackendOptions;
import io.serinus.analysis.Judgement;
import io.serinus.analysis.Verdict;
import io.serinus.config.ConfigReader;
import io.serinus.config.SerinusConfig;
import io.serinus.controller.PastJudge;
import io.serinus.controller.PastJudge.Answer;
import io.serinus.controller.PastJudge.Question;
import io.serinus.metric.Backends;
import io.serinus.metric.Reporter;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.prometheus.BackendListener;
import io.serinus.prometheus.PrometheusBackend;
import io.serinus.prometheus.PrometheusBackends;
import io.serinus.routing.CanaryName;
import io.serinus.routing.Hosts;
import io.serinus.template.AnalysisTemplate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the past from a backend and prints the judgement; what needs a client stands here and not in the command. */
final class PastRun {
    /** Of one interval nothing can be said. */
    private static final int LEAST = 2;

    private static final String PREFIX = "serinus.prometheus.";

    private PastRun() {}

    /**
     * What is asked for.
     *
     * @param prometheus the backend's address
     * @param access how to get there, by the names of the controller's options
     * @param weight the canary's, in percent; empty for that of the template's first step
     */
    record Wish(
            String prometheus,
            Map<String, String> access,
            PastOptions.Versions versions,
            PastOptions.Span span,
            AnalysisTemplate template,
            Optional<Integer> weight,
            int nextWeight,
            Optional<Reporter> reporter,
            Output format,
            boolean quiet) {}

    static int run(Console console, Wish wish) throws IOException, BadInputException {
        SerinusConfig config = config(wish);
        var backends = new PrometheusBackends(List.of(settings(config)), BackendListener.NONE);
        Question question = question(wish, config.clusterDomain());
        Answer answer;
        try {
            answer = PastJudge.judge(backends, question, () -> true, _ -> {});
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BadInputException(List.of("interrupted before all was read"));
        }
        return switch (answer) {
            case Answer.Failed(String reason) ->
                throw new BadInputException(List.of(wish.prometheus() + ": " + reason));
            case Answer.Judged judged -> {
                if (wish.format() == Output.JSON) {
                    PastJson.write(wish, question, judged, console.out());
                } else {
                    PastText.write(wish, question, judged, console.out());
                }
                yield exitCode(judged.word());
            }
        };
    }

    private static int exitCode(Optional<Judgement> word) {
        Verdict verdict = word.map(Judgement::verdict).orElse(Verdict.NO_DATA);
        return switch (verdict) {
            case PASS -> ExitCode.OK;
            case FAIL -> ExitCode.BAD_ANSWER;
            case UNDECIDED, NO_DATA, SOURCE_DOWN -> ExitCode.UNDECIDED;
        };
    }

    private static SerinusConfig config(Wish wish) throws BadInputException {
        var given = new TreeMap<String, String>();
        given.put(PREFIX + "url", wish.prometheus());
        wish.access().forEach((name, value) -> given.put(PREFIX + name, value));
        try {
            return ConfigReader.read(given);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(List.of(asGiven(String.valueOf(e.getMessage()))));
        }
    }

    private static PrometheusBackend.Settings settings(SerinusConfig config) throws BadInputException {
        var problems = new ArrayList<String>();
        List<PrometheusBackend.Settings> all = BackendOptions.read(config, problems);
        problems.removeIf(problem -> !problem.startsWith("serinus.prometheus"));
        if (!problems.isEmpty()) {
            throw new BadInputException(problems.stream().map(PastRun::asGiven).toList());
        }
        return all.stream()
                .filter(backend -> backend.name().equals(Backends.DEFAULT))
                .findFirst()
                .orElseThrow(() -> new BadInputException(List.of("--prometheus cannot be used")));
    }

    /** Options of the command line are not named as those of the environment. */
    private static String asGiven(String problem) {
        return problem.replace("serinus.prometheus: ", "--prometheus: ")
                .replace(PREFIX + "url", "--prometheus")
                .replace(PREFIX, "--");
    }

    private static Question question(Wish wish, String clusterDomain) throws BadInputException {
        PastOptions.Versions versions = wish.versions();
        Duration interval = wish.template().interval();
        // Intervals lie on a grid; the first whole one begins there.
        Instant from = Instant.ofEpochMilli(
                -Math.floorDiv(-wish.span().from().toEpochMilli(), interval.toMillis()) * interval.toMillis());
        if (Duration.between(from, wish.span().to()).compareTo(interval.multipliedBy(LEAST)) < 0) {
            throw new BadInputException(
                    List.of("from " + wish.span().from() + " to " + wish.span().to()
                            + " is too short: expected " + LEAST + " whole intervals of template "
                            + wish.template().name() + " in it, each of " + interval.toSeconds() + " s"));
        }
        return new Question(
                versions.namespace(),
                versions.name(),
                wish.template(),
                new Target(
                        version("--baseline", versions, versions.baseline(), clusterDomain),
                        version("--canary", versions, versions.canary(), clusterDomain)),
                from,
                wish.span().to(),
                wish.weight().orElseGet(() -> firstWeight(wish.template())),
                wish.nextWeight(),
                wish.reporter());
    }

    private static int firstWeight(AnalysisTemplate template) {
        return template.steps().stream()
                .map(step -> step.weight())
                .filter(weight -> weight > 0)
                .findFirst()
                .orElse(50);
    }

    private static Version version(String option, PastOptions.Versions of, CanaryName name, String clusterDomain)
            throws BadInputException {
        String host = switch (name) {
            case CanaryName.Subset _ -> of.name();
            case CanaryName.Service(String service) -> service;
        };
        String resolved = Hosts.resolve(host, of.namespace(), clusterDomain)
                .orElseThrow(() -> new BadInputException(
                        List.of(option + " names the host " + host + ", expected a service of the cluster")));
        return new Version(resolved, name instanceof CanaryName.Subset(String label) ? label : null);
    }
}
