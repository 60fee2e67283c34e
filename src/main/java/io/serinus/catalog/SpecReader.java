package io.serinus.catalog;

import io.serinus.metric.Backends;
import io.serinus.metric.Reporter;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.CleanUp;
import io.serinus.template.Cookie;
import io.serinus.template.CopyValidation;
import io.serinus.template.Counting;
import io.serinus.template.Metric;
import io.serinus.template.Policies;
import io.serinus.template.Risk;
import io.serinus.template.Sensitivity;
import io.serinus.template.Step;
import io.serinus.template.TemplateValidation;
import io.serinus.template.TrafficShare;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the {@code spec} of a template; the defaults of its steps and of the whole stand here. */
final class SpecReader {
    static final Duration TICK = Duration.ofSeconds(5);
    static final Duration INTERVAL = Duration.ofSeconds(15);
    static final Duration WARMUP = Duration.ofMinutes(2);
    static final Sensitivity SENSITIVITY = Sensitivity.STANDARD;
    static final boolean CALIBRATION = true;
    static final boolean BASELINE_COPY = false;
    static final Duration COOKIE_AGE = Duration.ofHours(1);

    private static final Pattern COOKIE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final Pattern BACKEND = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    private static final Pattern ELEMENT = Pattern.compile("(metrics|steps)\\[(\\d+)](.*)");

    private final Fields spec;
    private final Problems problems;

    SpecReader(Fields spec) {
        this.spec = spec;
        this.problems = spec.problems();
    }

    /** The template; empty if there are problems. */
    Optional<AnalysisTemplate> read(String name) {
        Duration tick = spec.duration("tick", TICK);
        Duration interval = spec.duration("interval", INTERVAL);
        Duration warmup = spec.duration("warmup", WARMUP);
        Risk risk = risk(spec.object("risk"));
        List<Fields> metricFields = spec.objects("metrics");
        Sensitivity sensitivity = spec.word("sensitivity", EnumSet.allOf(Sensitivity.class), SENSITIVITY);
        List<Metric> metrics = metricFields.stream()
                .map(fields -> MetricReader.read(fields, sensitivity))
                .toList();
        TrafficShare trafficShare = trafficShare(spec.object("trafficShare"));
        boolean calibrated = spec.flag("calibration", CALIBRATION);
        boolean baselineCopy = spec.flag("baselineCopy", BASELINE_COPY);
        Counting counting = counting(spec);
        var stepFields = new ArrayList<Fields>();
        var steps = new ArrayList<Step>();
        for (Fields fields : spec.objects("steps")) {
            Optional<Step> previous = steps.isEmpty() ? Optional.empty() : Optional.of(steps.getLast());
            StepReader.read(fields, previous).ifPresent(step -> {
                steps.add(step);
                stepFields.add(fields);
            });
        }
        Policies policies = policies(spec.object("policies"));
        Optional<Cookie> stickiness = stickiness(spec);
        Optional<CleanUp> cleanUp = cleanUp(spec);
        for (TemplateValidation.Problem problem : TemplateValidation.problems(tick, interval, warmup, metrics, steps)) {
            // Whether the interval fits a tick that has just been refused cannot be told.
            boolean isTickUnclear = problems.has("spec.tick") || problems.isUnknown("spec.tick");
            if (!(problem.path().equals("interval") && isTickUnclear)) {
                note(problem, metricFields, stepFields);
            }
        }
        CopyValidation.problems(baselineCopy, steps, spec.has("stickiness"))
                .forEach(problem -> note(problem, metricFields, stepFields));
        counting.problems(steps).forEach(problem -> note(problem, metricFields, stepFields));
        var listeners = ListenersReader.read(spec);
        return problems.isEmpty()
                ? Optional.of(new AnalysisTemplate(
                        name,
                        tick,
                        interval,
                        warmup,
                        risk,
                        metrics,
                        trafficShare,
                        calibrated,
                        steps,
                        policies,
                        stickiness,
                        listeners.hooks(),
                        listeners.notifications(),
                        cleanUp,
                        baselineCopy,
                        counting))
                : Optional.empty();
    }

    private static Counting counting(Fields spec) {
        Optional<String> backend = spec.has("backend")
                ? spec.text("backend", BACKEND, "the name of a backend in the controller's configuration")
                : Optional.empty();
        Optional<Reporter> reporter = spec.has("reporter")
                ? Optional.of(spec.word("reporter", EnumSet.allOf(Reporter.class), Reporter.SOURCE))
                : Optional.empty();
        return new Counting(backend.orElse(Backends.DEFAULT), reporter);
    }

    /** Positions in a problem count only the elements that could be read; here they become the written ones. */
    private void note(TemplateValidation.Problem problem, List<Fields> metrics, List<Fields> steps) {
        Matcher matcher = ELEMENT.matcher(problem.path());
        if (matcher.matches()) {
            List<Fields> elements = matcher.group(1).equals("steps") ? steps : metrics;
            Fields element = elements.get(Integer.parseInt(matcher.group(2)));
            problems.add(element.path() + matcher.group(3), message(element, matcher.group(3), problem.message()));
        } else if (!isList(problem.path()) || isReadCompletely(problem.path(), metrics, steps)) {
            problems.add("spec." + problem.path(), problem.message());
        }
    }

    /** A weight that nobody has written is not shown as one. */
    private static String message(Fields element, String field, String message) {
        return field.equals(".weight") && !element.has("weight")
                ? message.replaceFirst(
                        "^is 0,",
                        "is missing, which means 0 beside " + (element.has("match") ? "match" : "mirror") + ";")
                : message;
    }

    /** What is said of a whole list holds for what could be read; what could not has been reported by itself. */
    private boolean isReadCompletely(String path, List<Fields> metrics, List<Fields> steps) {
        int read = path.equals("metrics") ? metrics.size() : steps.size();
        return spec.tree().get(path) instanceof List<?> list && list.size() == read;
    }

    private static boolean isList(String path) {
        return path.equals("metrics") || path.equals("steps");
    }

    private static TrafficShare trafficShare(Fields fields) {
        TrafficShare absent = TrafficShare.DEFAULT;
        double tolerance = fields.fraction("tolerance", absent.tolerance());
        TrafficShare.OnMismatch onMismatch =
                fields.word("onMismatch", EnumSet.allOf(TrafficShare.OnMismatch.class), absent.onMismatch());
        return fields.checked(absent, () -> new TrafficShare(tolerance, onMismatch));
    }

    private static Risk risk(Fields fields) {
        Risk absent = Risk.DEFAULT;
        double falseAbort = fields.fraction("falseAbort", absent.falseAbort());
        double falsePromotion = fields.fraction("falsePromotion", absent.falsePromotion());
        double checked = fields.checked(absent, () -> new Risk(falseAbort, absent.falsePromotion()))
                .falseAbort();
        return fields.checked(absent, () -> new Risk(checked, falsePromotion));
    }

    private static Optional<Cookie> stickiness(Fields spec) {
        if (!spec.has("stickiness")) {
            return Optional.empty();
        }
        Fields fields = spec.object("stickiness");
        Optional<String> name =
                fields.text("cookie", COOKIE, "the cookie's name: letters, digits, hyphens and underscores");
        Duration maxAge = fields.duration("maxAge", COOKIE_AGE);
        // The age is looked at also beside a name that is refused.
        Optional<Cookie> cookie =
                fields.checked(Optional.empty(), () -> Optional.of(new Cookie(name.orElse("stand-in"), maxAge)));
        return name.isPresent() ? cookie : Optional.empty();
    }

    private static Optional<CleanUp> cleanUp(Fields spec) {
        if (!spec.has("cleanUp")) {
            return Optional.empty();
        }
        Fields fields = spec.object("cleanUp");
        if (spec.tree().get("cleanUp") instanceof Map<?, ?> && !fields.has("scaleDown")) {
            spec.problems().add(fields.at("scaleDown"), "is missing, expected true or false");
        }
        boolean scaleDown = fields.flag("scaleDown", false);
        Duration after = fields.duration("after", CleanUp.AFTER);
        return scaleDown ? Optional.of(new CleanUp(after)) : Optional.empty();
    }

    private static Policies policies(Fields fields) {
        return new Policies(
                policy(fields.object("onNoData"), Policies.DEFAULT.onNoData()),
                policy(fields.object("onSourceDown"), Policies.DEFAULT.onSourceDown()),
                policy(fields.object("onDeadline"), Policies.DEFAULT.onDeadline()),
                policy(fields.object("onCanaryPods"), Policies.DEFAULT.onCanaryPods()),
                fields.word("onNoBaseline", EnumSet.allOf(Policies.NoBaseline.class), Policies.DEFAULT.onNoBaseline()));
    }

    private static Policies.Policy policy(Fields fields, Policies.Policy absent) {
        Duration after = fields.duration("after", absent.after());
        Policies.Policy.Then then = fields.word("then", EnumSet.allOf(Policies.Policy.Then.class), absent.then());
        return fields.checked(absent, () -> new Policies.Policy(after, then));
    }
}
