package io.serinus.release;

import io.serinus.release.Signals.Wish;
import io.serinus.routing.VirtualService;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the annotations of a VirtualService ask for, compared with the releases that there are already. */
public final class Trigger {
    /** The canary to release; its presence is the request. */
    public static final String RELEASE = "serinus.io/release";
    /** The analysis template's name. */
    public static final String TEMPLATE = "serinus.io/template";
    /** The baseline's subset. */
    public static final String BASELINE = "serinus.io/baseline";
    /** Names of http routes, separated by commas. */
    public static final String ROUTES = "serinus.io/routes";

    /** What the annotations begin with that give the template's arguments values; the argument's name follows. */
    public static final String ARGUMENT = "serinus.io/arg.";

    private static final int NAME_LIMIT = 200;

    private Trigger() {}

    /** What the VirtualService asks for; empty if nothing. */
    public static Optional<Request> request(VirtualService virtualService) {
        return annotation(virtualService, RELEASE)
                .map(canary -> new Request(
                        virtualService.name(),
                        canary,
                        annotation(virtualService, BASELINE),
                        annotation(virtualService, TEMPLATE).orElse(Request.DEFAULT_TEMPLATE),
                        routes(virtualService),
                        arguments(virtualService)));
    }

    /**
     * The release that must begin now; empty if the request is met already or nothing is asked for. The same request does
     * nothing a second time, unless it was withdrawn in between.
     *
     * @param releases all releases of this VirtualService, none of them active
     * @param taken the highest attempt's number that was ever used under this name, 0 for none
     */
    public static Optional<ReleaseId> due(VirtualService virtualService, Collection<Release> releases, int taken) {
        Optional<Request> asked = request(virtualService);
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        boolean met = latest(releases)
                .filter(last -> isJudged(last) && !last.withdrawn())
                .filter(last -> last.request().canary().equals(asked.get().canary()))
                .isPresent();
        return met
                ? Optional.empty()
                : Optional.of(new ReleaseId(virtualService.namespace(), name(asked.get(), taken + 1)));
    }

    /** What the annotations want of a release that is under way. */
    public static Wish wish(Release release, Optional<VirtualService> virtualService) {
        if (virtualService.isEmpty()) {
            return new Wish.Cancel("The VirtualService was deleted.");
        }
        Optional<Request> asked = request(virtualService.get());
        if (asked.isEmpty()) {
            return new Wish.Cancel("The annotation " + RELEASE + " was removed.");
        }
        if (!asked.get().canary().equals(release.request().canary())) {
            return new Wish.Supersede("The annotation " + RELEASE + " now asks for "
                    + asked.get().canary() + " instead of " + release.request().canary() + ".");
        }
        if (release.state() instanceof State.Pending && !asked.get().equals(release.request())) {
            return new Wish.Supersede("The annotations beside " + RELEASE + " were changed.");
        }
        return new Wish.Continue();
    }

    /** Whether an ended release's request has been taken back and nobody has noted it yet. */
    public static boolean isWithdrawn(Release latest, Optional<VirtualService> virtualService) {
        return latest.state().isTerminal()
                && !latest.withdrawn()
                && virtualService.isPresent()
                && request(virtualService.get()).isEmpty();
    }

    /** The newest of the releases. */
    public static Optional<Release> latest(Collection<Release> releases) {
        return releases.stream().max(Comparator.comparingInt(Trigger::number));
    }

    /** The ended releases beyond the newest ones that are kept, oldest first. */
    public static List<ReleaseId> outdated(Collection<Release> releases, int kept) {
        List<Release> ended = releases.stream()
                .filter(release -> release.state().isTerminal())
                .sorted(Comparator.comparingInt(Trigger::number))
                .toList();
        return ended.stream()
                .limit(Math.max(0, ended.size() - kept))
                .map(Release::id)
                .toList();
    }

    private static int number(Release release) {
        return number(release.id());
    }

    private static boolean isJudged(Release release) {
        return release.state() instanceof State.Ended end
                && (end.outcome() == Outcome.PROMOTED || end.outcome() == Outcome.ABORTED);
    }

    /** The attempt's number, which ends its name; 0 if it ends in none. */
    public static int number(ReleaseId id) {
        String name = id.name();
        String digits = name.substring(name.lastIndexOf('-') + 1);
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
    }

    private static String name(Request request, int number) {
        String readable = (request.virtualService() + "-" + request.canary().replaceFirst("^host:", ""))
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9-]+", "-")
                .replaceAll("^-+|-+$", "");
        return readable.substring(0, Math.min(readable.length(), NAME_LIMIT)) + "-" + number;
    }

    private static List<String> routes(VirtualService virtualService) {
        return annotation(virtualService, ROUTES).stream()
                .flatMap(names -> Arrays.stream(names.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Empty ones are left out, as of all annotations. */
    private static Map<String, String> arguments(VirtualService virtualService) {
        return virtualService.annotations().entrySet().stream()
                .filter(annotation -> annotation.getKey().startsWith(ARGUMENT)
                        && !annotation.getValue().isBlank())
                .collect(Collectors.toMap(
                        annotation -> annotation.getKey().substring(ARGUMENT.length()),
                        annotation -> annotation.getValue().strip()));
    }

    private static Optional<String> annotation(VirtualService virtualService, String key) {
        return Optional.ofNullable(virtualService.annotations().get(key))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }
}
