package io.serinus.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every option of the controller, with its default. {@code docs/configuration.md} says the same to users. */
@ConfigMapping(prefix = "serinus")
public interface SerinusConfig {

    /** The heartbeat of the loop; whole seconds. */
    @WithDefault("5s")
    Duration tick();

    /** The DNS domain of the cluster's services. */
    @WithDefault("cluster.local")
    String clusterDomain();

    /** How many ended releases of one VirtualService are kept. */
    @WithDefault("10")
    int keptReleases();

    /** The namespaces to watch; none means all. */
    Optional<List<String>> namespaces();

    /** The controller's own namespace: of its Lease, and of the templates that all namespaces share. */
    @WithDefault("serinus-system")
    String namespace();

    /** The backend that templates mean which name none. */
    Prometheus prometheus();

    /** Further backends by name. */
    Map<String, Backend> backends();

    Templates templates();

    Leader leader();

    Hooks hooks();

    Events events();

    Report report();

    Simulation simulation();

    /** The default backend. */
    interface Prometheus extends Access {
        /** Base address of the Prometheus API, with its path prefix if it has one. */
        @Override
        @WithDefault("http://prometheus.istio-system:9090")
        String url();
    }

    /** A further backend. */
    interface Backend extends Access {}

    /** Where counters are read, and how to get there. */
    interface Access {
        /**
         * Base address of the Prometheus API, with its path prefix if it has one. Text, since whoever converts it shows what
         * cannot be converted, and it may hold a password.
         */
        String url();

        /** How long one query may take, its second try included. */
        @WithDefault("4s")
        Duration timeout();

        /** How long all queries for the counters of one tick may take together. */
        @WithDefault("8s")
        Duration budget();

        /** How many queries are under way at the same time, whatever they are for. */
        @WithDefault("4")
        int queriesAtOnce();

        /** What the backend is, one of the words of {@code Flavor}; by default it is found out. */
        Optional<String> flavor();

        /** How long after its scrape a sample is visible; by default as the flavor has it. */
        Optional<Duration> delay();

        /** Whose counters are read where a template does not say: auto, source, destination or waypoint. */
        @WithDefault("auto")
        String reporter();

        /** The longest query that is sent, in bytes; VictoriaMetrics refuses more than 16384. */
        @WithDefault("12000")
        int maxQueryBytes();

        /** Headers of every query. Never logged. */
        Map<String, String> headers();

        /** Further parameters of every query, for example {@code max_source_resolution}. */
        Map<String, String> parameters();

        /** The tenant of Mimir, Cortex or Thanos: {@code X-Scope-OrgID}. */
        Optional<String> tenant();

        /** A file with a bearer token. */
        Optional<Path> bearerTokenFile();

        /** The user of basic authentication. */
        Optional<String> username();

        /** A file with that user's password. */
        Optional<Path> passwordFile();

        /** PEM: the authorities that are trusted, instead of the Java runtime's. */
        Optional<Path> caFile();

        /** PEM: the certificate that is shown to the backend. */
        Optional<Path> certFile();

        /** PEM: its key. */
        Optional<Path> keyFile();

        /** {@code host:port} of an HTTP proxy. */
        Optional<String> proxy();
    }

    /** Where templates come from besides the cluster and those built in. */
    interface Templates {
        /** A directory whose {@code *.yaml} files are templates for all namespaces. */
        Optional<Path> directory();
    }

    /** Who may be called. */
    interface Hooks {
        /** Hosts that hooks and notifications may call: names, {@code *.suffix}, addresses, each also with {@code :port}. */
        Optional<List<String>> allowedHosts();
    }

    /** Who is told of changes as they happen. */
    interface Events {
        /** How many may listen at the same time. */
        @WithDefault("500")
        int clients();
    }

    /** The report, for people and dashboards. */
    interface Report {
        /** Who may read it: open to everybody who reaches the port, or to authenticated users whom the cluster lets. */
        @WithDefault("open")
        String access();
    }

    /** Which of several controllers works. */
    interface Leader {
        /** The Lease's name. */
        @WithDefault("serinus")
        String lease();

        /** This process' name in the Lease; by default the host's name and a random suffix. */
        Optional<String> identity();

        /** How long a leader that is not heard of any more stays leader. */
        @WithDefault("15s")
        Duration duration();

        /** How long a leader that cannot renew goes on. */
        @WithDefault("10s")
        Duration renewDeadline();

        /** How often the Lease is renewed or tried for. */
        @WithDefault("2s")
        Duration retryPeriod();
    }

    /** How the simulated mesh runs. */
    interface Simulation {
        /** How many times faster than real time. */
        @WithDefault("24")
        double speed();

        /** Another number gives other traffic of the same kind. */
        @WithDefault("1")
        long seed();
    }
}
