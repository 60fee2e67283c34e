package io.serinus;

import io.serinus.config.SerinusConfig;
import io.serinus.metric.Backends;
import io.serinus.metric.Reporter;
import io.serinus.prometheus.Connection;
import io.serinus.prometheus.Flavor;
import io.serinus.prometheus.PrometheusBackend;
import io.serinus.prometheus.PrometheusSettings;
import io.serinus.prometheus.QueryLimits;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The metrics backends as the options name them. */
public final class BackendOptions {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    private BackendOptions() {}

    /**
     * The default one first, the others by name; those without mistakes only.
     *
     * @param problems gets a sentence for each mistake: the option, its value if it is no secret, and what is expected
     */
    public static List<PrometheusBackend.Settings> read(SerinusConfig config, List<String> problems) {
        var backends = new ArrayList<PrometheusBackend.Settings>();
        read("serinus.prometheus", Backends.DEFAULT, config.prometheus(), problems)
                .ifPresent(backends::add);
        new TreeMap<>(config.backends()).forEach((name, options) -> {
            String prefix = "serinus.backends.\"" + name + "\"";
            if (name.equals(Backends.DEFAULT) || !NAME.matcher(name).matches()) {
                problems.add(
                        prefix + ": the name is '" + name + "'; expected up to 40 lower-case letters, digits and -,"
                                + " a letter first; the backend named default is that of serinus.prometheus");
            }
            read(prefix, name, options, problems).ifPresent(backends::add);
        });
        return List.copyOf(backends);
    }

    private static Optional<PrometheusBackend.Settings> read(
            String prefix, String name, SerinusConfig.Access options, List<String> problems) {
        int before = problems.size();
        Optional<Flavor> flavor = options.flavor().flatMap(Flavor::of);
        if (options.flavor().isPresent() && flavor.isEmpty()) {
            problems.add(prefix + ": flavor is '" + options.flavor().get() + "'; expected one of " + Flavor.words());
        }
        if (options.delay().filter(delay -> delay.isNegative()).isPresent()) {
            problems.add(prefix + ": delay is " + options.delay().get() + "; expected 0s or more");
        }
        Optional<Reporter> reporter = Arrays.stream(Reporter.values())
                .filter(each -> each.label().equals(options.reporter()))
                .findFirst();
        if (reporter.isEmpty() && !options.reporter().equals("auto")) {
            problems.add(prefix + ": reporter is '" + options.reporter()
                    + "'; expected auto, source, destination or waypoint");
        }
        QueryLimits limits =
                Options.checked(problems, prefix, () -> new QueryLimits(options.queriesAtOnce(), options.budget()));
        PrometheusSettings api = Options.checked(problems, prefix, () -> api(options));
        if (api != null) {
            api.fileProblems().forEach(problem -> problems.add(prefix + ": " + problem));
        }
        return api == null || limits == null || problems.size() > before
                ? Optional.empty()
                : Optional.of(new PrometheusBackend.Settings(name, api, flavor, options.delay(), reporter, limits));
    }

    private static PrometheusSettings api(SerinusConfig.Access options) {
        return new PrometheusSettings(
                url(options.url()),
                options.timeout(),
                options.headers(),
                options.parameters(),
                options.maxQueryBytes(),
                new Connection(
                        options.tenant(),
                        options.bearerTokenFile(),
                        options.username(),
                        options.passwordFile(),
                        options.caFile(),
                        options.certFile(),
                        options.keyFile(),
                        options.proxy()));
    }

    private static URI url(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException _) {
            // The exception quotes the text, which may hold a password.
            throw new IllegalArgumentException("url is no address and is not shown, since it may hold a password;"
                    + " expected http:// or https:// with a host, such as http://prometheus.istio-system:9090");
        }
    }
}
