package io.serinus.release;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a release writes on its VirtualService together with the weights, in the same atomic write: the proof of what it had
 * decided, should the controller die before it can record it anywhere else.
 *
 * @param release the release's name
 * @param weight the canary's weight that was written, in percent
 * @param outcome how the release ends by this write; empty while it goes on
 */
public record Mark(String release, int weight, Optional<Outcome> outcome) {
    /** The annotation that holds it. */
    public static final String ANNOTATION = "serinus.io/applied";

    private static final Pattern TEXT = Pattern.compile("(\\S+) weight=(\\d{1,3})(?: outcome=([A-Z]+))?");

    public Mark {
        requireNonNull(release, "release is null");
        requireNonNull(outcome, "outcome is null");
    }

    /** As it stands in the annotation: {@code checkout-v2-1 weight=25}, at an end with {@code outcome=ABORTED} behind it. */
    public String text() {
        return release + " weight=" + weight
                + outcome.map(end -> " outcome=" + end).orElse("");
    }

    /** The mark that the text holds; empty if the text is none of ours. */
    public static Optional<Mark> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String end = matcher.group(3);
        Optional<Outcome> outcome = Arrays.stream(Outcome.values())
                .filter(candidate -> candidate.name().equals(end))
                .findFirst();
        return end != null && outcome.isEmpty()
                ? Optional.empty()
                : Optional.of(new Mark(matcher.group(1), Integer.parseInt(matcher.group(2)), outcome));
    }
}
