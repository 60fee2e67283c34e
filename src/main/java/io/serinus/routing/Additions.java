package io.serinus.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Serinus has added to a VirtualService besides weights, as the annotation {@code serinus.io/added} lists it: whoever
 * finds it without a release behind it can take away exactly that.
 *
 * @param routes names of http routes
 * @param mirrors mirrors of http routes
 * @param cookies names and values, as in {@code name=value}, that destinations set
 * @param copies destinations for a copy of the baseline
 * @param weights routes, as in {@code http[0]}, whose weights could not be given back
 */
record Additions(
        Set<String> routes,
        Set<ListedMirror> mirrors,
        Set<String> cookies,
        Set<ListedCopy> copies,
        Set<String> weights) {
    /** The annotation that holds it. */
    static final String ANNOTATION = "serinus.io/added";

    static final Additions NONE = new Additions(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    private static final String ROUTE = "route ";
    private static final String MIRROR = "mirror ";
    private static final String COOKIE = "cookie ";
    private static final String COPY = "destination ";
    private static final String WEIGHTS = "weights ";
    private static final Pattern SEPARATOR = Pattern.compile(",\\s*");

    Additions {
        routes = new TreeSet<>(routes);
        mirrors = new TreeSet<>(mirrors);
        cookies = new TreeSet<>(cookies);
        copies = new TreeSet<>(copies);
        weights = new TreeSet<>(weights);
    }

    static Additions of(VirtualService vs) {
        List<String> entries = Optional.ofNullable(vs.annotations().get(ANNOTATION))
                .map(text -> Arrays.asList(SEPARATOR.split(text.strip())))
                .orElse(List.of());
        Set<ListedMirror> mirrors =
                of(entries, MIRROR).stream().map(ListedMirror::parse).collect(Collectors.toSet());
        Set<ListedCopy> copies = of(entries, COPY).stream()
                .flatMap(text -> ListedCopy.parse(text).stream())
                .collect(Collectors.toSet());
        return new Additions(of(entries, ROUTE), mirrors, of(entries, COOKIE), copies, of(entries, WEIGHTS));
    }

    private static Set<String> of(List<String> entries, String word) {
        var found = new TreeSet<String>();
        entries.stream()
                .filter(entry -> entry.startsWith(word))
                .forEach(entry -> found.add(entry.substring(word.length()).strip()));
        return found;
    }

    /** Whether the route has a name of Serinus's, but not from Serinus. */
    boolean isForeign(Route route) {
        return route.isOwn() && !routes.contains(String.valueOf(route.name()));
    }

    boolean isEmpty() {
        return routes.isEmpty() && mirrors.isEmpty() && cookies.isEmpty() && copies.isEmpty() && weights.isEmpty();
    }

    /** Whether it lists the cookie that a {@code Set-Cookie} header sets. */
    boolean holdsCookie(String header) {
        return cookies.stream().anyMatch(cookie -> CookieHeader.sets(header, cookie));
    }

    /** As it stands in the annotation. */
    String text() {
        var entries = new ArrayList<String>();
        routes.forEach(name -> entries.add(ROUTE + name));
        mirrors.forEach(mirror -> entries.add(MIRROR + mirror.text()));
        cookies.forEach(cookie -> entries.add(COOKIE + cookie));
        copies.forEach(copy -> entries.add(COPY + copy.text()));
        weights.forEach(route -> entries.add(WEIGHTS + route));
        return String.join(", ", entries);
    }

    /** The operations that make the annotation say this; none if it does. */
    List<PatchOperation> write(VirtualService vs) {
        return isEmpty() ? Annotations.remove(vs, ANNOTATION) : Annotations.set(vs, ANNOTATION, text());
    }
}
