package io.serinus.notify;

import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Hook;
import io.serinus.template.Notification;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hosts that may be called. An entry is a name, {@code *.suffix} for all names below it, or an IP address, each also with
 * {@code :port}; without a port it allows the scheme's own, 80 or 443.
 */
public final class AllowedHosts {
    static final String OPTION = "serinus.hooks.allowed-hosts";

    private static final Pattern ENTRY = Pattern.compile(
            "(?<host>(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?" + "|\\[[0-9A-Fa-f:.]+])(:(?<port>[0-9]{1,5}))?");
    private static final Pattern NUMERIC = Pattern.compile("\\[.*]|[0-9.]+|0x[0-9a-f.x]*", Pattern.CASE_INSENSITIVE);

    private final List<Entry> entries;

    private AllowedHosts(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * The entries as they are configured.
     *
     * @throws IllegalArgumentException if one is not understood; the message says which
     */
    public static AllowedHosts of(List<String> written) {
        var entries = new ArrayList<Entry>();
        for (String text : written) {
            var matcher = ENTRY.matcher(text.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("allowed-hosts has \"" + text
                        + "\", expected a host's name, *.suffix or an IP address, each also with :port");
            }
            String port = matcher.group("port");
            entries.add(new Entry(
                    matcher.group("host").toLowerCase(Locale.ROOT), port == null ? -1 : Integer.parseInt(port)));
        }
        return new AllowedHosts(entries);
    }

    /** Why a release with this template must not begin; empty if all that it names may be called, as far as is known. */
    Optional<String> objection(AnalysisTemplate template) {
        for (int i = 0; i < template.hooks().size(); i++) {
            Hook hook = template.hooks().get(i);
            Optional<String> reason = objection(hook.url());
            if (reason.isPresent()) {
                return Optional.of(
                        "AnalysisTemplate " + template.name() + ": spec.hooks[" + i + "].url " + reason.get());
            }
        }
        for (int i = 0; i < template.notifications().size(); i++) {
            Notification notification = template.notifications().get(i);
            Optional<String> reason = entries.isEmpty()
                    ? Optional.of(nothing())
                    : notification
                            .url()
                            .flatMap(url -> objection(url, !notification.type().isChat()));
            if (reason.isPresent()) {
                return Optional.of(
                        "AnalysisTemplate " + template.name() + ": spec.notifications[" + i + "] " + reason.get());
            }
        }
        return Optional.empty();
    }

    /** Why the URL must not be called, without its path; empty if it may be. */
    Optional<String> objection(String url) {
        return objection(url, true);
    }

    private Optional<String> objection(String url, boolean mayNameHost) {
        if (entries.isEmpty()) {
            return Optional.of(nothing());
        }
        Optional<URI> uri = parse(url);
        if (uri.isEmpty()) {
            return Optional.of("is not a URL that can be called, expected http or https with a host and no user.");
        }
        return isAllowed(uri.get())
                ? Optional.empty()
                : Optional.of("calls " + (mayNameHost ? host(uri.get()) + " at port " + port(uri.get()) : "a host")
                        + ", which is not among the controller's allowed hosts; add it to " + OPTION
                        + ", or call another one.");
    }

    private static String nothing() {
        return "calls somebody, and the controller allows no host; set " + OPTION + " to the hosts that may be called.";
    }

    /** The URL, if it is one that could be called at all. */
    static Optional<URI> parse(String url) {
        try {
            var uri = new URI(url.strip());
            boolean isHttp = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return isHttp && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private boolean isAllowed(URI uri) {
        return entries.stream().anyMatch(entry -> entry.allows(host(uri), port(uri), ownPort(uri)));
    }

    private static String host(URI uri) {
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        // A dot at the end says that the name is complete; it is the same name.
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static int port(URI uri) {
        return uri.getPort() < 0 ? ownPort(uri) : uri.getPort();
    }

    private static int ownPort(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    /** @param port -1 for the scheme's own */
    private record Entry(String host, int port) {
        boolean allows(String asked, int askedPort, int ownPort) {
            if (askedPort != (port < 0 ? ownPort : port)) {
                return false;
            }
            // An address is no name below a suffix, however it is written.
            return host.startsWith("*.")
                    ? !NUMERIC.matcher(asked).matches()
                            && asked.endsWith(host.substring(1))
                            && asked.length() >= host.length()
                    : asked.equals(host);
        }
    }
}
