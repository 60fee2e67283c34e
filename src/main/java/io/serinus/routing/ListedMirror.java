package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mirror that Serinus has set, as the annotation lists it.
 *
 * @param destination host and subset to which the requests are mirrored, as in {@code reviews/v2}
 * @param percent how many of them; empty where an older version has listed it
 * @param route the route that mirrors; empty as above
 */
record ListedMirror(String destination, OptionalDouble percent, Optional<ManagedRoute> route)
        implements Comparable<ListedMirror> {
    /** {@code reviews/v2 10% http[0] 0011223344556677 primary}, without the name where the route has none. */
    private static final Pattern PRECISE =
            Pattern.compile("(\\S+) (\\d+(?:\\.\\d+)?(?:E-?\\d+)?)% http\\[(\\d{1,6})] ([0-9a-f]{16})(?: (\\S*))?");

    ListedMirror {
        requireNonNull(destination, "destination is null");
        requireNonNull(percent, "percent is null");
        requireNonNull(route, "route is null");
    }

    static ListedMirror of(RouteDestination destination, double percent, ManagedRoute route) {
        return new ListedMirror(nameOf(destination), OptionalDouble.of(percent), Optional.of(route));
    }

    /** Reads an entry, also one of the older form, which names the destination only. */
    static ListedMirror parse(String text) {
        Matcher precise = PRECISE.matcher(text);
        if (precise.matches()) {
            String name = precise.group(5);
            return new ListedMirror(
                    precise.group(1),
                    OptionalDouble.of(Double.parseDouble(precise.group(2))),
                    Optional.of(new ManagedRoute(
                            RouteKind.HTTP,
                            Integer.parseInt(precise.group(3)),
                            name == null ? null : ListText.decoded(name),
                            precise.group(4))));
        }
        return new ListedMirror(text.split(" ", 2)[0], OptionalDouble.empty(), Optional.empty());
    }

    /** What a destination is called here. */
    static String nameOf(RouteDestination destination) {
        return requireNonNull(destination.host()) + (destination.subset() == null ? "" : "/" + destination.subset());
    }

    /** As it stands in the annotation. */
    String text() {
        if (route.isEmpty() || percent.isEmpty()) {
            return destination;
        }
        double value = percent.getAsDouble();
        String name = route.get().name();
        return destination + " " + (value == Math.rint(value) ? "" + (int) value : "" + value) + "% http["
                + route.get().position() + "] " + route.get().match()
                + (name == null ? "" : " " + ListText.encoded(name));
    }

    @Override
    public int compareTo(ListedMirror other) {
        return Comparator.<ListedMirror>comparingInt(
                        mirror -> mirror.route().map(ManagedRoute::position).orElse(-1))
                .thenComparing(ListedMirror::text)
                .compare(this, other);
    }
}
