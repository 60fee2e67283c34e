package io.serinus.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import io.serinus.metric.QueryText;
import io.serinus.prometheus.Asking.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether the backend has what Istio's proxies count, as Serinus needs it. */
final class MeshCheck {
    private static final int SHOWN = 5;
    private static final int SAMPLED_PROXIES = 20;
    private static final int SLOW_SCRAPE_SECONDS = 30;

    private final Asking asking;
    private final Optional<String> host;
    private final List<Finding> findings;
    private final String requests;
    private final String buckets;

    MeshCheck(Asking asking, Optional<String> host, List<Finding> findings) {
        this.asking = asking;
        this.host = host;
        this.findings = findings;
        this.requests = "istio_requests_total" + matcher("");
        this.buckets = "istio_request_duration_milliseconds_bucket" + matcher("");
    }

    private interface Check {
        Finding look(Instant at) throws RefusedException, InterruptedException;
    }

    void run(Instant at) throws InterruptedException {
        boolean counted = add("requests", this::requests, at);
        if (counted) {
            add("latency", this::latency, at);
            add("labels", this::labels, at);
            add("reporters", this::reporters, at);
        }
        if (add("uptime", this::uptime, at)) {
            OptionalDouble interval = interval(at);
            findings.add(scrapes(interval));
            add("age", when -> age(interval, when), at);
        }
        add("duplicates", this::duplicates, at);
        add("query-limit", this::queryLimit, at);
    }

    private boolean add(String name, Check check, Instant at) throws InterruptedException {
        Finding finding;
        try {
            finding = check.look(at);
        } catch (RefusedException e) {
            finding = Finding.problem(
                    name,
                    "The query of this check was refused: " + e.words() + ".",
                    "See whether the credentials and the tenant may read everything, and what the backend's log says.");
        }
        findings.add(finding);
        return finding.grade() != Finding.Grade.PROBLEM;
    }

    private String matcher(String more) {
        String service = host.map(name -> "destination_service=" + CounterQueries.string(name))
                .orElse("");
        return "{" + service + (service.isEmpty() || more.isEmpty() ? "" : ",") + more + "}";
    }

    private Finding requests(Instant at) throws RefusedException, InterruptedException {
        long series = asking.count("count(" + requests + ")", at);
        if (series > 0) {
            return Finding.ok("requests", "istio_requests_total" + ofService() + " has " + series + " series.");
        }
        if (host.isPresent()) {
            String others = asking
                    .counts("count by (destination_service) (istio_requests_total)", "destination_service", at)
                    .keySet()
                    .stream()
                    .limit(SHOWN)
                    .collect(Collectors.joining(", "));
            if (!others.isEmpty()) {
                return Finding.problem(
                        "requests",
                        "No requests to " + host.get() + " are counted; there are such to " + others + ".",
                        "See whether the service gets requests through a sidecar, gateway or waypoint, and whether the"
                                + " name is right.");
            }
        }
        return Finding.problem(
                "requests",
                "There is no istio_requests_total.",
                "Let the backend scrape the proxies' port 15020, path /stats/prometheus; see whether tenant and address"
                        + " are those of the mesh's metrics.");
    }

    private String ofService() {
        return host.map(name -> " of " + name).orElse("");
    }

    private Finding latency(Instant at) throws RefusedException, InterruptedException {
        long series = asking.count("count(" + buckets + ")", at);
        if (series > 0) {
            long infinite =
                    asking.count("count(istio_request_duration_milliseconds_bucket" + matcher("le=\"+Inf\"") + ")", at);
            return infinite > 0
                    ? Finding.ok(
                            "latency",
                            "istio_request_duration_milliseconds_bucket" + ofService() + " has " + series + " series.")
                    : Finding.problem(
                            "latency",
                            "istio_request_duration_milliseconds_bucket has no bucket le=\"+Inf\".",
                            "Do not drop buckets by relabelling, or keep that one.");
        }
        long histograms = asking.count("count(istio_request_duration_milliseconds" + matcher("") + ")", at);
        return histograms > 0
                ? Finding.ok(
                        "latency",
                        "istio_request_duration_milliseconds" + ofService() + " has " + histograms
                                + " native histograms.")
                : Finding.warning(
                        "latency",
                        "There is no istio_request_duration_milliseconds_bucket" + ofService()
                                + ": latency cannot be judged.",
                        "Do not drop it by relabelling or by Istio's Telemetry resources.");
    }

    private Finding labels(Instant at) throws RefusedException, InterruptedException {
        long all = asking.count("count(" + requests + ")", at);
        var missing = new TreeMap<String, Long>();
        for (String label :
                List.of("destination_service", "destination_workload", "response_code", "job", "instance")) {
            count(label, "count(istio_requests_total" + matcher(label + "=\"\"") + ")", missing, at);
        }
        count(
                "destination_version and destination_canonical_revision",
                "count(istio_requests_total" + matcher("destination_version=\"\",destination_canonical_revision=\"\"")
                        + ")",
                missing,
                at);
        if (missing.isEmpty()) {
            return Finding.ok("labels", "All labels that are needed are there.");
        }
        String seen = missing.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue() + " of " + all + " series)")
                .collect(Collectors.joining(", ", "Missing: ", "."));
        boolean everywhere = missing.values().stream().anyMatch(count -> count >= all);
        String advice =
                "Do not drop them by relabelling, recording rules or Istio's Telemetry resources, and see whether"
                        + " the backend limits the labels of a series, as VictoriaMetrics' -maxLabelsPerTimeseries does.";
        return everywhere ? Finding.problem("labels", seen, advice) : Finding.warning("labels", seen, advice);
    }

    private void count(String label, String query, Map<String, Long> missing, Instant at)
            throws RefusedException, InterruptedException {
        long count = asking.count(query, at);
        if (count > 0) {
            missing.put(label, count);
        }
    }

    private Finding reporters(Instant at) throws RefusedException, InterruptedException {
        Map<String, Long> reporters = asking.counts("count by (reporter) (" + requests + ")", "reporter", at);
        String names = String.join(", ", new TreeMap<>(reporters).keySet());
        boolean callers = reporters.containsKey("source") || reporters.containsKey("waypoint");
        return callers
                ? Finding.ok("reporters", "Requests are counted by: " + names + ".")
                : Finding.warning(
                        "reporters",
                        "Requests are counted by: " + (names.isEmpty() ? "nobody that says so" : names)
                                + "; what never reaches a pod is not seen.",
                        "Give the callers or the gateway a sidecar and scrape it, or use a waypoint; until then set the"
                                + " reporter to destination.");
    }

    private Finding uptime(Instant at) throws RefusedException, InterruptedException {
        long proxies = asking.count("count(count by (job, instance) (envoy_server_uptime))", at);
        if (proxies == 0) {
            return Finding.problem(
                    "uptime",
                    "There is no envoy_server_uptime: new pods cannot be told from ones that were not scraped before.",
                    "Scrape port 15020, path /stats/prometheus, and do not drop envoy_server_uptime.");
        }
        long ageless = asking.count(
                "count(count by (job, instance) (" + requests + ") unless on (job, instance) envoy_server_uptime)", at);
        return ageless == 0
                ? Finding.ok("uptime", "envoy_server_uptime is there of " + proxies + " proxies.")
                : Finding.warning(
                        "uptime",
                        ageless
                                + " proxies that count requests have no envoy_server_uptime with the same job and instance.",
                        "Scrape both from the same endpoint: port 15020, path /stats/prometheus.");
    }

    /** The median time between two samples of a proxy; empty if there are too few. */
    private OptionalDouble interval(Instant at) throws InterruptedException {
        try {
            List<String> some =
                    asking.counts("count by (instance) (envoy_server_uptime)", "instance", at).keySet().stream()
                            .sorted()
                            .limit(SAMPLED_PROXIES)
                            .map(QueryText::regexQuoted)
                            .toList();
            String query = "envoy_server_uptime{instance=~" + CounterQueries.string(String.join("|", some)) + "}[5m]";
            var between = new ArrayList<Double>();
            for (JsonNode row : asking.rows(query, at)) {
                double before = Double.NaN;
                for (JsonNode value : row.path("values")) {
                    // VictoriaMetrics shows the marks of what has ended as NaN.
                    if (Double.isFinite(value.path(1).asDouble(Double.NaN))) {
                        double time = value.path(0).asDouble();
                        if (Double.isFinite(before)) {
                            between.add(time - before);
                        }
                        before = time;
                    }
                }
            }
            between.sort(null);
            return between.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(between.get(between.size() / 2));
        } catch (RefusedException _) {
            return OptionalDouble.empty();
        }
    }

    private static Finding scrapes(OptionalDouble interval) {
        if (interval.isEmpty()) {
            return Finding.warning(
                    "scrapes",
                    "No proxy has two samples within the last five minutes.",
                    "Ask again in a minute; if it stays so, see the backend's list of targets.");
        }
        String seen = "A proxy is scraped every " + rounded(interval.getAsDouble()) + " s.";
        return interval.getAsDouble() <= SLOW_SCRAPE_SECONDS
                ? Finding.ok("scrapes", seen)
                : Finding.warning(
                        "scrapes",
                        seen,
                        "Verdicts come no faster, and a restart loses what came since the last one: scrape every 15 s or"
                                + " 5 s.");
    }

    private Finding age(OptionalDouble interval, Instant at) throws RefusedException, InterruptedException {
        OptionalDouble age = asking.number(BackendWatch.SAMPLE_AGE, at);
        if (age.isEmpty()) {
            return Finding.warning("age", "The age of the samples cannot be told.", "Ask again in a minute.");
        }
        String seen = "Nine of ten proxies have a sample no older than " + rounded(age.getAsDouble()) + " s.";
        double expected = 2 * interval.orElse(SLOW_SCRAPE_SECONDS)
                + asking.backend().delay().toMillis() / 1000.0;
        return age.getAsDouble() <= expected
                ? Finding.ok("age", seen)
                : Finding.warning(
                        "age",
                        seen,
                        "That is more than twice the scrape interval and the delay: see whether scrapes fail, or raise the"
                                + " option delay where samples come late.");
    }

    private Finding duplicates(Instant at) throws RefusedException, InterruptedException {
        Map<String, Long> targets = asking.counts("count by (instance) (envoy_server_uptime) > 1", "instance", at);
        Map<String, Long> pods = asking.counts(
                "count by (pod) (count by (job, instance, namespace, pod) (istio_requests_total{pod!=\"\"})) > 1",
                "pod",
                at);
        if (targets.isEmpty() && pods.isEmpty()) {
            return Finding.ok("duplicates", "No proxy is scraped twice.");
        }
        var some = (targets.isEmpty() ? pods : targets)
                .keySet().stream().sorted().limit(SHOWN).toList();
        return Finding.problem(
                "duplicates",
                Math.max(targets.size(), pods.size()) + " proxies are there more than once, such as "
                        + String.join(", ", some) + ": each of their requests is counted as often.",
                "Let one scrape job only keep Istio's metrics; of Prometheus pairs ask one, or Thanos or Mimir that"
                        + " knows the replica label.");
    }

    private Finding queryLimit(Instant at) throws InterruptedException {
        int bytes = asking.backend().api().maxQueryBytes();
        String head = "count(serinus_none{a=~\"";
        String tail = "\"})";
        try {
            asking.rows(head + "x".repeat(bytes - head.length() - tail.length()) + tail, at);
            return Finding.ok("query-limit", "It takes queries of " + bytes + " bytes.");
        } catch (RefusedException e) {
            return Finding.problem(
                    "query-limit",
                    "It does not take a query of " + bytes + " bytes: " + e.words() + ".",
                    "Lower the option max-query-bytes, or raise the backend's limit.");
        }
    }

    private static String rounded(double seconds) {
        return String.valueOf(Math.round(seconds * 10) / 10.0);
    }
}
