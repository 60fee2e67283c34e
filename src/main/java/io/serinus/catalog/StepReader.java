package io.serinus.catalog;

import io.serinus.template.Gate;
import io.serinus.template.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one step. */
final class StepReader {
    static final Duration MIN_DURATION = Duration.ofMinutes(2);
    static final long MIN_REQUESTS = 50;

    private static final String WEIGHT = "a whole number from 1 to 99";
    private static final String WEIGHT_BESIDE = "a whole number from 0 to 99";
    private static final String MIRROR = "a percentage above 0% and at most 100%, such as 10%";

    private final Fields fields;
    private final Problems problems;
    private final Optional<Step> previous;
    private final int before;

    private StepReader(Fields fields, Optional<Step> previous) {
        this.fields = fields;
        this.previous = previous;
        this.problems = fields.problems();
        this.before = problems.size();
    }

    /**
     * Empty, after it has been noted, if something is wrong with the step.
     *
     * @param previous the step before it, as far as that could be read
     */
    static Optional<Step> read(Fields fields, Optional<Step> previous) {
        return new StepReader(fields, previous).read();
    }

    private Optional<Step> read() {
        Optional<Duration> maxDuration = fields.has("maxDuration")
                ? Optional.of(fields.duration("maxDuration", Duration.ofHours(1)))
                : Optional.empty();
        if (!fields.has("pause") && !fields.has("approval")) {
            return way(maxDuration, Optional.empty());
        }
        Optional<Gate> gate = GateReader.read(fields);
        for (String field : List.of("minDuration", "minRequests")) {
            if (fields.has(field)) {
                problems.add(
                        fields.at(field),
                        "stands beside a gate, expected none: the step ends when the gate opens; to ask for evidence too,"
                                + " make the gate a step of its own behind this one");
            }
        }
        if (gate.isEmpty() || problems.size() > before) {
            return Optional.empty();
        }
        boolean isOwn = fields.has("weight") || fields.has("mirror") || fields.has("match");
        return isOwn
                ? way(maxDuration, gate)
                : fields.checked(Optional.empty(), () -> Optional.of(Step.gate(gate.get(), previous, maxDuration)));
    }

    /** A step with a way of its own to the canary. */
    private Optional<Step> way(Optional<Duration> maxDuration, Optional<Gate> gate) {
        Duration minDuration = fields.duration("minDuration", MIN_DURATION);
        long minRequests =
                fields.whole("minRequests", "a whole number, 0 or more").orElse(MIN_REQUESTS);
        if (minRequests < 0) {
            problems.add(fields.at("minRequests"), "is " + minRequests + ", expected a whole number, 0 or more");
        }
        Optional<Double> mirror = mirror();
        Optional<Step.Match> match = match();
        boolean isPlain = !fields.has("mirror") && !fields.has("match");
        if (isPlain && !fields.has("weight")) {
            problems.add(
                    fields.at("weight"), "is missing, expected " + WEIGHT + ", or a mirror, match, pause or approval");
        }
        Optional<Long> weight = fields.whole("weight", isPlain ? WEIGHT : WEIGHT_BESIDE);
        // A weight can still be compared with those of its neighbours, whatever else is wrong.
        boolean isWeightWrong = weight.isEmpty() && (isPlain || fields.has("weight"));
        boolean isReachWrong = fields.has("mirror") && mirror.isEmpty() || fields.has("match") && match.isEmpty();
        if (isWeightWrong || isReachWrong) {
            return Optional.empty();
        }
        // What is too large for an int is as wrong as anything above 99.
        int percent = Math.clamp(weight.orElse(0L), -1, 1000);
        return fields.checked(
                Optional.empty(),
                () -> Optional.of(new Step(
                        percent,
                        mirror,
                        match,
                        gate.isPresent() ? Duration.ZERO : minDuration,
                        gate.isPresent() ? 0 : Math.max(0, minRequests),
                        maxDuration,
                        gate,
                        true)));
    }

    private Optional<Double> mirror() {
        return fields.read("mirror", MIRROR, FractionText::parse)
                .map(ratio -> Math.rint(ratio * 1e6) / 1e4)
                .filter(percent -> {
                    boolean isFine = percent > 0 && percent <= 100;
                    if (!isFine) {
                        problems.add(
                                fields.at("mirror"),
                                "is " + Problems.shown(fields.tree().get("mirror")) + ", expected " + MIRROR);
                    }
                    return isFine;
                });
    }

    private Optional<Step.Match> match() {
        for (String field : List.of("timeout", "retries")) {
            if (fields.has(field) && !fields.has("match")) {
                problems.add(
                        fields.at(field),
                        "is " + Problems.shown(fields.tree().get(field)) + ", expected a match beside it: a timeout and"
                                + " retries belong to a route, and only by a match the canary has one of its own");
            }
        }
        Optional<String> timeout = fields.durationText("timeout");
        Map<String, Object> retries = fields.has("retries") ? retries(fields.object("retries")) : Map.of();
        if (!fields.has("match")) {
            return Optional.empty();
        }
        List<Fields> blocks = fields.objects("match");
        if (fields.tree().get("match") instanceof List<?> list && list.isEmpty()) {
            problems.add(fields.at("match"), "is empty, expected at least one block of conditions");
        }
        var read = new ArrayList<Map<String, Object>>();
        blocks.forEach(block -> read.add(MatchReader.read(block)));
        return read.isEmpty() || problems.size() > before
                ? Optional.empty()
                : Optional.of(new Step.Match(read, timeout, retries));
    }

    private static Map<String, Object> retries(Fields retries) {
        var tree = new LinkedHashMap<String, Object>();
        long attempts = retries.whole("attempts", "a whole number, 0 or more").orElse(-1L);
        if (attempts < 0) {
            retries.problems()
                    .add(
                            retries.at("attempts"),
                            retries.has("attempts")
                                    ? "is " + Problems.shown(retries.tree().get("attempts"))
                                            + ", expected a whole number, 0 or more"
                                    : "is missing, expected a whole number, 0 or more");
        } else {
            tree.put("attempts", (int) Math.min(attempts, 100));
        }
        retries.durationText("perTryTimeout").ifPresent(text -> tree.put("perTryTimeout", text));
        retries.read(
                        "retryOn",
                        "a text such as 5xx,reset",
                        value -> value instanceof String text ? Optional.of(text) : Optional.empty())
                .ifPresent(text -> tree.put("retryOn", text));
        return tree;
    }
}
