package io.serinus.offline;

import com.fasterxml.jackson.databind.JsonNode;
import io.serinus.analysis.CountsRules;
import io.serinus.analysis.CountsRules.Boundary;
import io.serinus.analysis.CountsRules.Starts;
import io.serinus.offline.Settings.Range;
import io.serinus.stats.NuisanceGrid;
import io.serinus.template.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Reads how one case wants to be judged; what it does not say is as in the defaults.
 *
 * @param defaults of the template
 * @param nextWeightGiven whether somebody also asked for a weight, which contradicts a boundary that the case names
 */
record ConfigReader(CountsRules defaults, boolean nextWeightGiven, InputProblems problems) {
    private static final int LONGEST_AXIS = 16;
    private static final int MOST_STARTS = 64;

    /** That of the method, and of every release. */
    private static final double LARGEST_CORRELATION = 0.9;

    private static final Range RATIO = new Range(0, false, 1000, true, "a number above 0, at most 1000");
    private static final Range DIFFERENCE = new Range(0, true, 1, false, "a number from 0 to below 1");
    private static final Range PHI = new Range(1, true, 1000, true, "a number from 1 to 1000");
    private static final Range TAU = new Range(0, true, 10, true, "a number from 0 to 10");
    private static final Range EPS = new Range(0, true, 1, false, "a number from 0 to below 1");
    private static final Range PROBABILITY = new Range(0, false, 1, false, "a probability between 0 and 1");
    private static final Range WEIGHT = new Range(0, false, 1, true, "a number above 0, at most 1");
    private static final Range CORRELATION = new Range(
            LARGEST_CORRELATION,
            true,
            LARGEST_CORRELATION,
            true,
            "0.9: no other is supported, as the judge of a release has this one; leave it out or write 0.9");

    CountsRules read(JsonNode config, JsonNode risk) {
        Settings fields = config.isMissingNode()
                ? new Settings(config, "config", problems)
                : Settings.of(config, "config", CountsFields.CONFIG, problems);
        if (fields.has("iccMax")) {
            fields.number("iccMax", CORRELATION);
        }
        return new CountsRules(
                boundary(fields, "abort", CountsFields.ABORT, defaults.harm()),
                safety(fields),
                noise(fields),
                risk(risk),
                starts(fields),
                probability(fields, "confidenceAlpha", defaults.confidenceAlpha()));
    }

    private static Boundary boundary(Settings config, String field, List<String> parts, Boundary absent) {
        if (!config.has(field)) {
            return absent;
        }
        Settings fields = config.object(field, parts);
        OptionalDouble ratio = fields.number(parts.get(0), RATIO);
        OptionalDouble difference = fields.number(parts.get(1), DIFFERENCE);
        return new Boundary(ratio.orElse(absent.ratio()), difference.orElse(absent.difference()));
    }

    private Boundary safety(Settings config) {
        if (config.has("promote") && nextWeightGiven) {
            problems.add(
                    "config.promote",
                    "is given although --next-weight is given too, expected one of them, as each says what has to be"
                            + " shown; leave out --next-weight");
        }
        return boundary(config, "promote", CountsFields.PROMOTE, defaults.safety());
    }

    private NuisanceGrid noise(Settings config) {
        if (!config.has("phi") && !config.has("tau") && !config.has("eps")) {
            return defaults.noise();
        }
        double[] phi = config.numbers("phi", LONGEST_AXIS, PHI);
        double[] tau = config.numbers("tau", LONGEST_AXIS, TAU);
        double[] eps = config.numbers("eps", LONGEST_AXIS, EPS);
        return phi.length == 0 || tau.length == 0 || eps.length == 0
                ? defaults.noise()
                : NuisanceGrid.of(phi, tau, eps);
    }

    private Risk risk(JsonNode risk) {
        if (risk.isMissingNode()) {
            return defaults.risk();
        }
        Settings fields = Settings.of(risk, "risk", CountsFields.RISK, problems);
        return new Risk(
                probability(fields, "falseAbort", defaults.risk().falseAbort()),
                probability(fields, "falsePromotion", defaults.risk().falsePromotion()));
    }

    private static double probability(Settings fields, String field, double absent) {
        return fields.has(field) ? fields.number(field, PROBABILITY).orElse(absent) : absent;
    }

    private Starts starts(Settings config) {
        if (!config.has("starts")) {
            return defaults.starts();
        }
        List<JsonNode> values = config.list("starts", MOST_STARTS, "objects with startInterval and weight");
        var starts = new ArrayList<Starts.Start>();
        for (int i = 0; i < values.size(); i++) {
            String path = config.at("starts") + "[" + i + "]";
            Settings start = Settings.of(values.get(i), path, CountsFields.START, problems);
            JsonNode interval = start.tree().path("startInterval");
            boolean isIndex =
                    interval.canConvertToExactIntegral() && interval.canConvertToInt() && interval.intValue() >= 0;
            if (!isIndex) {
                problems.add(
                        start.at("startInterval"),
                        "is " + Settings.shown(interval) + ", expected a whole number, 0 for the first interval");
            }
            OptionalDouble weight = start.number("weight", WEIGHT);
            if (isIndex && weight.isPresent()) {
                starts.add(new Starts.Start(interval.intValue(), weight.getAsDouble()));
            }
        }
        if (starts.isEmpty() || starts.size() < values.size()) {
            return defaults.starts();
        }
        try {
            return new Starts.Planned(starts);
        } catch (IllegalArgumentException e) {
            problems.add(config.at("starts") + ":", String.valueOf(e.getMessage()));
            return defaults.starts();
        }
    }
}
