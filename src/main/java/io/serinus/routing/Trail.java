package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a release knows of its own writes, for the case that somebody has taken away the annotation that lists them.
 *
 * @param last the layout that it wrote last; empty if it does not know
 * @param all every layout that it may have written
 */
public record Trail(Optional<Layout> last, List<Layout> all) {
    /** Of a release that remembers nothing: what the annotation does not list is not its own. */
    public static final Trail NONE = new Trail(Optional.empty(), List.of());

    public Trail {
        requireNonNull(last, "last is null");
        all = List.copyOf(all);
    }

    /** Of a release that has come to this layout, and knows of no other. */
    public static Trail of(Layout layout) {
        return new Trail(Optional.of(layout), List.of(layout));
    }

    /** Whether a {@code Set-Cookie} header sets a cookie of the release's; its value is nobody else's. */
    boolean holdsCookie(String header) {
        return all.stream()
                .flatMap(layout -> layout.stickiness().stream())
                .anyMatch(cookie -> CookieHeader.sets(header, cookie.pair()));
    }

    /** The hosts of the copies to which the release may have led requests. */
    List<String> copyHosts() {
        return all.stream()
                .flatMap(layout -> layout.copy().stream())
                .map(Endpoint::host)
                .distinct()
                .toList();
    }

    /** Whether the layout that was written last mirrors this many requests. */
    boolean isLastMirror(OptionalDouble percent) {
        return last.filter(layout -> mirrors(layout, percent)).isPresent();
    }

    /** Whether a mirror of this many requests may be the release's, though nobody can tell. */
    boolean mayBeMirror(OptionalDouble percent) {
        return last.isEmpty() && all.stream().anyMatch(layout -> mirrors(layout, percent));
    }

    private static boolean mirrors(Layout layout, OptionalDouble percent) {
        return layout.mirrorPercent().isPresent()
                && percent.equals(OptionalDouble.of(layout.mirrorPercent().get()));
    }
}
