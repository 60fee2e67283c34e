package io.serinus.routing;

import io.serinus.routing.LintFinding.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the weights of one route say and what they do. */
final class WeightLint {
    private static final long WHOLE = 100;

    private final LintSubject subject;
    private final Route route;
    private final LintFindings findings;

    private WeightLint(LintSubject subject, Route route, LintFindings findings) {
        this.subject = subject;
        this.route = route;
        this.findings = findings;
    }

    static void check(LintSubject subject, Route route, LintFindings findings) {
        var lint = new WeightLint(subject, route, findings);
        List<RouteDestination> destinations = route.everyDestination();
        boolean readable = destinations.stream().allMatch(RouteDestination::hasReadableWeight);
        if (!readable) {
            lint.invalid();
        } else if (destinations.size() == 1) {
            lint.alone(destinations.getFirst());
        } else if (destinations.size() > 1) {
            lint.several();
        }
        lint.duplicates();
    }

    private static String path(Route route, RouteDestination destination) {
        return LintSubject.path(route, destination) + ".weight";
    }

    private void invalid() {
        for (RouteDestination destination : route.everyDestination()) {
            if (!destination.hasReadableWeight()) {
                findings.error(
                        LintCode.WEIGHT_INVALID,
                        path(route, destination),
                        "The weight is " + Tree.shown(destination.weightValue())
                                + ", expected a whole number from 0 to " + Integer.MAX_VALUE
                                + "; Istio refuses anything else. Write such a number without quotes.");
            }
        }
    }

    private void alone(RouteDestination only) {
        if (only.weightValue() != null && only.weight() != WHOLE) {
            findings.warning(
                    LintCode.WEIGHTS_SUM,
                    path(route, only),
                    "The weight " + only.weight() + " does nothing: the only destination of a route gets every "
                            + LintSubject.request(route.kind())
                            + ". Add the destination that is to get the rest, or remove the weight.");
        }
    }

    private void several() {
        long sum = route.everyDestination().stream()
                .mapToLong(RouteDestination::weight)
                .sum();
        String path = route.path() + ".route";
        if (sum == 0) {
            findings.error(
                    LintCode.WEIGHTS_ZERO,
                    path,
                    "All weights are 0 (one that is missing counts as 0), and Istio refuses a route that leads nowhere. Give the"
                            + " destination that is to get the " + LintSubject.request(route.kind()) + "s a weight of "
                            + WHOLE + ".");
            return;
        }
        for (RouteDestination destination : route.everyDestination()) {
            if (destination.weightValue() == null) {
                findings.warning(
                        LintCode.WEIGHT_MISSING,
                        path(route, destination),
                        "The weight is missing, which among several destinations counts as 0: this one gets no "
                                + LintSubject.request(route.kind()) + ". Write the weight, also if it is to be 0.");
            }
        }
        if (sum != WHOLE) {
            findings.warning(
                    LintCode.WEIGHTS_SUM,
                    path,
                    "The weights sum to " + sum + ". Istio takes each as its part of that sum, so " + shares(sum)
                            + "; older versions refuse it. Let them sum to " + WHOLE
                            + ", so that they are percentages.");
        }
    }

    private String shares(long sum) {
        return route.everyDestination().stream()
                .filter(destination -> destination.weight() > 0)
                .map(destination ->
                        LintSubject.shown(route, destination) + " gets " + percent(destination.weight(), sum))
                .collect(Collectors.joining(", "));
    }

    private static String percent(long part, long sum) {
        String percent = String.format(Locale.ROOT, "%.1f", 100.0 * part / sum);
        return (percent.equals("0.0") ? "less than 0.1" : percent.replace(".0", "")) + " %";
    }

    private void duplicates() {
        for (RouteDestination destination : route.destinations()) {
            Optional<RouteDestination> first = subject.endpoint(destination)
                    .flatMap(endpoint -> route.destinations().stream()
                            .filter(other -> other.position() < destination.position())
                            .filter(other -> subject.endpoint(other).equals(Optional.of(endpoint)))
                            .filter(other -> subject.isOfPair(other) || samePort(other, destination))
                            .findFirst());
            first.ifPresent(
                    earlier -> findings.add(
                            LintCode.DUPLICATE_DESTINATION,
                            subject.isOfPair(destination) ? Severity.ERROR : Severity.WARNING,
                            LintSubject.path(route, destination),
                            LintSubject.shown(route, destination) + " is a destination of this route already, at "
                                    + LintSubject.path(route, earlier)
                                    + ": it gets what both weights say together, and a release of"
                                    + " it is refused, because there would be two weights to shift. Keep one entry with the sum."));
        }
    }

    private static boolean samePort(RouteDestination one, RouteDestination other) {
        return Tree.canonical(one.destination().get("port"))
                .equals(Tree.canonical(other.destination().get("port")));
    }
}
