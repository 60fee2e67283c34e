package io.serinus.prometheus;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.Level;
import io.serinus.metric.LevelSource;
import io.serinus.metric.SourceUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of custom metrics by instant queries to Prometheus and what speaks its HTTP API. Each query has its own time
 * within that of all; what has not answered by then is absent. Who was late is asked last from then on, so that slow
 * queries take only time that the others leave. Safe for several threads.
 */
public final class PrometheusLevelSource implements LevelSource {
    /** Who was late need not be remembered for ever: a query that is slow will be late again. */
    private static final int MOST_LATE = 1_000;

    /** Far more than one number takes; a query that forgets to aggregate is refused before it costs memory. */
    private static final int MAX_BODY_BYTES = 1 << 20;

    private static final String WHAT = "a custom metric";

    private final QueryClient client;
    private final Turns turns;
    private final Duration budget;
    private final Duration each;
    private final Set<String> late = ConcurrentHashMap.newKeySet();

    /** Numbers from a backend that nobody else asks. */
    public PrometheusLevelSource(PrometheusSettings settings) {
        this(PrometheusBackend.plain(settings));
    }

    /** The same with turns that others take, too. */
    PrometheusLevelSource(PrometheusSettings settings, Turns turns) {
        this(PrometheusBackend.plain(settings, turns));
    }

    /**
     * Numbers from one backend. A query may take half as long as one for counters may, and all of a call together twice
     * that.
     */
    public PrometheusLevelSource(PrometheusBackend backend) {
        requireNonNull(backend, "backend is null");
        this.client = new QueryClient(new Transport(backend, MAX_BODY_BYTES, "aggregate with sum()"));
        this.turns = backend.turns();
        this.budget = backend.api().timeout();
        this.each = backend.api().timeout().dividedBy(2);
    }

    /** One number, or why there is none. */
    private record Reading(OptionalDouble value, String problem) {
        static Reading absent(String problem) {
            return new Reading(OptionalDouble.empty(), problem);
        }
    }

    @Override
    public Map<Query, Level> levels(Instant at, Collection<Query> queries) {
        var deadline = new Deadline(budget);
        var texts = new TreeSet<String>();
        queries.forEach(query -> texts.addAll(List.of(query.baseline(), query.canary())));
        var last = new TreeSet<>(texts);
        last.retainAll(late);
        texts.removeAll(last);
        var readings = read(at, texts, deadline);
        readings.putAll(read(at, last, deadline));
        var levels = new HashMap<Query, Level>();
        queries.forEach(query -> levels.put(
                query,
                level(requireNonNull(readings.get(query.baseline())), requireNonNull(readings.get(query.canary())))));
        return levels;
    }

    private static Level level(Reading baseline, Reading canary) {
        if (baseline.value.isPresent() && canary.value.isPresent()) {
            return new Level.Read(baseline.value.getAsDouble(), canary.value.getAsDouble());
        }
        if (baseline.problem.equals(canary.problem)) {
            return new Level.Absent("Both queries: " + baseline.problem + ".");
        }
        var problems = new ArrayList<String>();
        if (baseline.value.isEmpty()) {
            problems.add("The baseline's query: " + baseline.problem + ".");
        }
        if (canary.value.isEmpty()) {
            problems.add("The canary's query: " + canary.problem + ".");
        }
        return new Level.Absent(String.join(" ", problems));
    }

    private Map<String, Reading> read(Instant at, Set<String> texts, Deadline deadline) {
        var asked = new LinkedHashMap<String, Future<Reading>>();
        for (String text : texts) {
            var question = new Question.At(text, at);
            asked.put(text, turns.ask(WHAT, deadline, each, within -> read(question, within)));
        }
        var readings = new HashMap<String, Reading>();
        asked.forEach((text, answer) -> readings.put(text, await(answer)));
        return readings;
    }

    private Reading read(Question.At question, Deadline within) throws SourceUnavailableException {
        try {
            Reading reading =
                    client.ask(WHAT, question, within, NumberRows::new).reading();
            late.remove(question.query());
            return reading;
        } catch (SourceUnavailableException e) {
            // A backend that keeps to the time it is told gives up a moment earlier than we do.
            if (within.remaining().compareTo(within.budget().dividedBy(4)) > 0) {
                throw e;
            }
            if (late.size() >= MOST_LATE) {
                late.clear();
            }
            late.add(question.query());
            return Reading.absent("no answer within " + within.budget().toMillis() + " ms");
        }
    }

    private static Reading await(Future<Reading> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            return Reading.absent(
                    e.getCause() instanceof SourceUnavailableException unavailable
                            ? withoutStop(String.valueOf(unavailable.getMessage()))
                            : "it could not be asked (" + e.getCause() + ")");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return Reading.absent("interrupted while waiting for the answer");
        }
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** The rows of an answer that should hold one number. */
    private static final class NumberRows implements QueryClient.Rows {
        private int rows;
        private String value = "";
        private @Nullable Answer answer;

        @Override
        public void accept(Map<String, String> labels, double time, String text) {
            rows++;
            value = text;
        }

        @Override
        public void histogram(Map<String, String> labels, double time, NativeHistogram histogram) {
            rows++;
        }

        @Override
        public void end(Answer all) {
            answer = all;
        }

        Reading reading() {
            Answer all = requireNonNull(answer, "answer is null");
            return switch (all.resultType()) {
                case "vector", "scalar" -> all.histograms() ? histogram() : one();
                case "string" -> Reading.absent("the answer is a string, expected a number");
                case "matrix" ->
                    Reading.absent(
                            "the answer is values over time, expected one number; use a function over the range, "
                                    + "such as rate()");
                default -> Reading.absent("the answer is a '" + all.resultType() + "', expected a number");
            };
        }

        private static Reading histogram() {
            return Reading.absent("the answer is a histogram, expected a number; take histogram_quantile() or "
                    + "histogram_avg() of it");
        }

        private Reading one() {
            if (rows == 0) {
                return Reading.absent("no series, expected one; it may have no data now");
            }
            if (rows > 1) {
                return Reading.absent(rows + " series, expected one; aggregate with sum()");
            }
            return switch (value) {
                case "NaN" -> Reading.absent("the answer is not a number (NaN), as after a division of 0 by 0");
                case "+Inf", "-Inf", "Inf" ->
                    Reading.absent("the answer is infinite (" + value + "), as after a division by 0");
                default -> number();
            };
        }

        private Reading number() {
            try {
                double number = Double.parseDouble(value);
                return Math.abs(number) <= Level.LARGEST
                        ? new Reading(OptionalDouble.of(number), "")
                        : Reading.absent("the answer is " + value + ", expected a finite number");
            } catch (NumberFormatException e) {
                return Reading.absent("the answer is " + value + ", expected a number");
            }
        }
    }
}
