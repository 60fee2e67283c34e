package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.routing.Layout;
import io.serinus.routing.Trail;
import io.serinus.routing.VirtualService;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a release writes on its VirtualService together with the weights, in the same atomic write: the proof of what it had
 * decided, should the controller die before it can record it anywhere else.
 *
 * @param release the release's name
 * @param step the step that was written, counted from 1; empty at an end
 * @param weight the canary's weight that was written, in percent
 * @param outcome how the release ends by this write; empty while it goes on
 */
public record Mark(String release, Optional<Integer> step, int weight, Optional<Outcome> outcome) {
    /** The annotation that holds it. */
    public static final String ANNOTATION = "serinus.io/applied";

    private static final Pattern TEXT =
            Pattern.compile("(\\S+)(?: step=(\\d{1,4}))? weight=(\\d{1,3})(?: outcome=([A-Z]+))?");

    public Mark {
        requireNonNull(release, "release is null");
        requireNonNull(step, "step is null");
        requireNonNull(outcome, "outcome is null");
    }

    /** Whether it is what entering the step writes, counted from 0. */
    boolean isOfStep(int index, Plan plan) {
        return outcome.isEmpty() && weight == plan.weightAt(index) && step.orElse(index + 1) == index + 1;
    }

    /** As it stands in the annotation: {@code checkout-v2-1 step=3 weight=25}, at an end with {@code outcome=ABORTED} behind it. */
    public String text() {
        return release + step.map(number -> " step=" + number).orElse("") + " weight=" + weight
                + outcome.map(end -> " outcome=" + end).orElse("");
    }

    /**
     * What a release knows of its own writes: by the mark on the VirtualService, where it is still there.
     *
     * @param otherwise what it has written last if there is no mark
     */
    public static Trail trail(VirtualService now, Plan plan, Optional<Layout> otherwise) {
        Optional<Layout> last = of(now).filter(mark -> mark.release().equals(plan.name()))
                .flatMap(Mark::step)
                .filter(step -> step >= 1)
                .map(step -> plan.layoutAt(step - 1));
        var all = IntStream.range(0, plan.steps()).mapToObj(plan::layoutAt).collect(Collectors.toList());
        otherwise.ifPresent(all::add);
        return new Trail(last.or(() -> otherwise), all);
    }

    /** The mark that a VirtualService carries; empty if it carries none of ours. */
    public static Optional<Mark> of(VirtualService now) {
        return Optional.ofNullable(now.annotations().get(ANNOTATION)).flatMap(Mark::parse);
    }

    /** The mark that the text holds; empty if the text is none of ours. */
    public static Optional<Mark> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String end = matcher.group(4);
        Optional<Outcome> outcome = Arrays.stream(Outcome.values())
                .filter(candidate -> candidate.name().equals(end))
                .findFirst();
        return end != null && outcome.isEmpty()
                ? Optional.empty()
                : Optional.of(new Mark(
                        matcher.group(1),
                        Optional.ofNullable(matcher.group(2)).map(Integer::valueOf),
                        Integer.parseInt(matcher.group(3)),
                        outcome));
    }
}
