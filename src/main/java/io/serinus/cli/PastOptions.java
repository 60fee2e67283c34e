package io.serinus.cli;

import io.serinus.catalog.DurationText;
import io.serinus.metric.Reporter;
import io.serinus.routing.CanaryName;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which span of a metrics backend's memory is judged. */
final class PastOptions {
    private static final Duration DEFAULT_SPAN = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofHours(24);

    // None is required as far as the parser knows, which could not say what it is missing for.
    @Option(
            names = "--prometheus",
            paramLabel = "URL",
            description = "Prometheus, or what speaks its API, with Istio's metrics. Nothing is written there.")
    @Nullable
    String prometheus;

    @Option(names = "--service", paramLabel = "NAMESPACE/NAME", description = "The service that both versions serve.")
    @Nullable
    String service;

    @Option(
            names = "--baseline",
            paramLabel = "VERSION",
            description =
                    "The value of the pods' label version, or host:SERVICE where versions are services of their own.")
    @Nullable
    String baseline;

    @Option(names = "--canary", paramLabel = "VERSION", description = "The same of the canary.")
    @Nullable
    String canary;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "The beginning, such as 2026-03-01T12:00:00Z. Default: 30 minutes before the end.")
    @Nullable
    String from;

    @Option(names = "--to", paramLabel = "TIME", description = "The end. Default: now.")
    @Nullable
    String to;

    @Option(
            names = "--last",
            paramLabel = "TIME",
            description = "How long before the end it begins, such as 90m; at most 24h. Instead of --from.")
    @Nullable
    String last;

    @Option(
            names = "--weight",
            paramLabel = "PERCENT",
            description = "The canary's weight in that time. Default: that of the template's first step.")
    @Nullable
    Integer weight;

    @Option(
            names = "--reporter",
            paramLabel = "REPORTER",
            description = "Whose counters: source, destination or waypoint. Default: the first that has any of the"
                    + " callers' proxies, a waypoint and the pods' own.")
    @Nullable
    String reporter;

    /** Of the two versions. */
    record Versions(String namespace, String name, CanaryName baseline, CanaryName canary) {}

    /** From the first to the last moment. */
    record Span(Instant from, Instant to) {}

    Versions versions(Console console) {
        String[] parts = given(console, "--service", service).split("/", -1);
        if (parts.length != 2) {
            throw console.misuse("--service is \"" + service + "\", expected NAMESPACE/NAME, such as shop/checkout");
        }
        ManifestOptions.requireNamespace(console, "the namespace of --service", parts[0]);
        ManifestOptions.requireNamespace(console, "the name of --service", parts[1]);
        return new Versions(
                parts[0],
                parts[1],
                console.version("--baseline", given(console, "--baseline", baseline)),
                console.version("--canary", given(console, "--canary", canary)));
    }

    private static String given(Console console, String option, @Nullable String text) {
        if (text == null) {
            throw console.misuse(
                    option + " is missing: --prometheus needs --service, --baseline and --canary beside it");
        }
        return text;
    }

    Span span(Console console, InstantSource clock) {
        Instant end = to == null ? clock.instant() : time(console, "--to", to);
        if (from != null && last != null) {
            throw console.misuse("--from and --last are given, expected one of them");
        }
        Instant begin = from != null ? time(console, "--from", from) : end.minus(duration(console));
        if (!begin.isBefore(end)) {
            throw console.misuse("--from is " + begin + ", expected a time before the end, " + end);
        }
        if (Duration.between(begin, end).compareTo(LONGEST) > 0) {
            throw console.misuse("from " + begin + " to " + end + " is more than 24 hours, expected at most that");
        }
        return new Span(begin, end);
    }

    private Duration duration(Console console) {
        if (last == null) {
            return DEFAULT_SPAN;
        }
        return DurationText.parse(last)
                .filter(Duration::isPositive)
                .orElseThrow(() -> console.misuse("--last is \"" + last + "\", expected a time such as 30m or 1h30m"));
    }

    private static Instant time(Console console, String option, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            throw console.misuse(option + " is \"" + text + "\", expected a time such as 2026-03-01T12:00:00Z");
        }
    }

    Optional<Integer> weight(Console console) {
        if (weight != null && (weight < 1 || weight > 99)) {
            throw console.misuse("--weight is " + weight + ", expected 1 to 99");
        }
        return Optional.ofNullable(weight);
    }

    Optional<Reporter> reporter(Console console) {
        if (reporter == null) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(Reporter.values())
                .filter(it -> it.label().equals(reporter))
                .findFirst()
                .orElseThrow(() -> console.misuse("--reporter is \"" + reporter + "\", expected one of "
                        + Arrays.stream(Reporter.values()).map(Reporter::label).collect(Collectors.joining(", ")))));
    }
}
