package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A destination that Serinus has added for a copy of the baseline, as the annotation lists it. It is known again by its
 * host, wherever it stands.
 *
 * @param host the copy's, fully qualified
 * @param baseline the destination that its weight belongs to
 * @param kind the list of the route in which it was added
 * @param position of that route, not counting routes that Serinus has added
 */
record ListedCopy(String host, Endpoint baseline, RouteKind kind, int position) implements Comparable<ListedCopy> {
    /** {@code reviews-serinus-copy.shop.svc.cluster.local reviews.shop.svc.cluster.local/v1 http[0]}. */
    private static final Pattern TEXT = Pattern.compile("(\\S+) ([^\\s/]+)(?:/(\\S+))? (http|tls|tcp)\\[(\\d{1,6})]");

    ListedCopy {
        requireNonNull(host, "host is null");
        requireNonNull(baseline, "baseline is null");
        requireNonNull(kind, "kind is null");
    }

    /** Reads an entry; empty if it is none, so that nothing is taken for a copy that does not have the name of one. */
    static Optional<ListedCopy> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || !CopyHost.isReserved(matcher.group(1))) {
            return Optional.empty();
        }
        String subset = matcher.group(3);
        return Optional.of(new ListedCopy(
                matcher.group(1),
                new Endpoint(ListText.decoded(matcher.group(2)), subset == null ? null : ListText.decoded(subset)),
                RouteKind.of(matcher.group(4)),
                Integer.parseInt(matcher.group(5))));
    }

    /** As it stands in the annotation. */
    String text() {
        String subset = baseline.subset();
        return host + " " + ListText.encoded(baseline.host()) + (subset == null ? "" : "/" + ListText.encoded(subset))
                + " " + kind.field() + "[" + position + "]";
    }

    @Override
    public int compareTo(ListedCopy other) {
        return Comparator.<ListedCopy, RouteKind>comparing(ListedCopy::kind)
                .thenComparingInt(ListedCopy::position)
                .thenComparing(ListedCopy::text)
                .compare(this, other);
    }
}
