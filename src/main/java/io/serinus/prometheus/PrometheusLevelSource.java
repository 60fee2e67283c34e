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
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of custom metrics by instant queries to Prometheus and what speaks its HTTP API. All queries of a call share one
 * time budget; what has not answered by then is absent. Safe for several threads.
 */
public final class PrometheusLevelSource implements LevelSource {
    /** A backend runs twenty queries side by side by default, and must not be kept from answering others. */
    private static final int AT_ONCE = 6;

    /** Far more than one number takes; a query that forgets to aggregate is refused before it costs memory. */
    private static final int MAX_BODY_BYTES = 1 << 20;

    private final QueryClient client;
    private final Duration budget;
    private final Semaphore asking = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Half of the time that the counters have, since both must fit into a tick. */
    public PrometheusLevelSource(PrometheusSettings settings) {
        this(PrometheusBackend.plain(requireNonNull(settings, "settings is null")));
    }

    /** The same of a backend that is watched. */
    public PrometheusLevelSource(PrometheusBackend backend) {
        requireNonNull(backend, "backend is null");
        this.client = new QueryClient(new Transport(backend, MAX_BODY_BYTES, "aggregate with sum()"));
        this.budget = backend.api().timeout().dividedBy(2);
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
        var asked = new HashMap<String, Future<Reading>>();
        for (Query query : queries) {
            for (String text : List.of(query.baseline(), query.canary())) {
                asked.computeIfAbsent(text, it -> threads.submit(() -> read(it, at, deadline)));
            }
        }
        var readings = new HashMap<String, Reading>();
        asked.forEach((text, answer) -> readings.put(text, await(answer, deadline)));
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

    private Reading await(Future<Reading> answer, Deadline deadline) {
        try {
            return answer.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return late();
        } catch (ExecutionException e) {
            return Reading.absent("it could not be asked (" + e.getCause() + ")");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return Reading.absent("interrupted while waiting for the answer");
        }
    }

    private Reading late() {
        return Reading.absent("no answer within " + budget.toMillis() + " ms");
    }

    private Reading read(String text, Instant at, Deadline deadline) throws InterruptedException {
        if (!asking.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            return late();
        }
        try {
            return client.ask("a custom metric", new Question.At(text, at), deadline, NumberRows::new)
                    .reading();
        } catch (SourceUnavailableException e) {
            return Reading.absent(withoutStop(String.valueOf(e.getMessage())));
        } finally {
            asking.release();
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
