package io.serinus.controller;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Verdict;
import io.serinus.release.Command;
import io.serinus.release.LogEntry;
import io.serinus.release.Mark;
import io.serinus.release.Outcome;
import io.serinus.release.Plan;
import io.serinus.release.Reasons;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.State;
import io.serinus.release.Trigger;
import io.serinus.routing.Annotations;
import io.serinus.routing.JsonPatch;
import io.serinus.routing.PatchFailedException;
import io.serinus.routing.PatchOperation;
import io.serinus.routing.RoutingEdit;
import io.serinus.routing.VirtualService;
import io.serinus.simulation.Behaviour;
import io.serinus.template.Gate;
import io.serinus.template.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every release promises, whatever happens: checked at every look, against what people have really said and what
 * requests there really were.
 */
final class Promises {
    /** A scrape may show requests so many ticks after they were sent. */
    private static final int SCRAPE_TICKS = 4;

    final Scene scene;

    /** The VirtualService as it would be without any release. */
    private VirtualService theirs;

    private int number;
    private int asked;
    private boolean isBad;

    /** The release that is followed, and what is known of it. */
    private @Nullable ReleaseId id;

    /** The step that was decided last, from 0; -1 before the first, that behind the last one for the promotion. */
    private int reached = -1;

    private boolean gaveUp;
    private boolean ended;
    private boolean everGood;
    private final Set<String> opened = new HashSet<>();
    private Instant enteredAt = Instant.MIN;
    private Optional<Instant> inForce = Optional.empty();
    private long servedBefore;
    private final List<Long> served = new ArrayList<>();

    /** By when a step was in force: after a restart it may turn out to have been so since before it. */
    private final Map<Instant, Long> servedByThen = new HashMap<>();

    private final Map<String, LogEntry> logged = new HashMap<>();

    Promises(Map<String, Object> template) {
        scene = new Scene(template);
        theirs = scene.virtualService();
        Happening.ALL_IS_WELL.does().accept(this);
    }

    private int next() {
        return ++number;
    }

    void canary(Behaviour behaviour, boolean bad) {
        scene.canary(behaviour);
        isBad = bad;
        everGood |= !bad;
    }

    void ask(String canary) {
        asked++;
        scene.edit(found -> Annotations.set(found, Trigger.RELEASE, canary));
    }

    void withdraw() {
        if (scene.virtualService().annotations().containsKey(Trigger.RELEASE)) {
            scene.edit(found -> Annotations.remove(found, Trigger.RELEASE));
        }
    }

    /** Each is given by somebody else, so that it is known again. */
    void command(String text) {
        asked += text.equals("retry") ? 1 : 0;
        scene.command(text + " by user" + next());
    }

    /**
     * Somebody edits what is none of the release's business.
     *
     * @param edit from the index of the managed route, and a number that is used once
     */
    void edit(IntBinaryFunction edit) {
        int once = next();
        scene.edit(found -> edit.apply(primary(found), once));
        theirs = applied(theirs, edit.apply(primary(theirs), once));
    }

    /** Operations from two numbers. */
    interface IntBinaryFunction {
        List<PatchOperation> apply(int index, int number);
    }

    /** Somebody edits the release's own weights; they are its own again when it is over. */
    void weights(int baseline, int canary) {
        if (mayMeddle()) {
            scene.edit(found -> weights(found, baseline, canary));
            theirs = hasNotBegun() ? applied(theirs, weights(theirs, baseline, canary)) : theirs;
        }
    }

    /** Somebody applies the manifest, which knows nothing of the release. */
    void applyTheirs() {
        if (mayMeddle()) {
            Object spec = requireNonNull(theirs.tree().get("spec"));
            scene.edit(_ -> List.of(new PatchOperation.Replace("/spec", spec)));
        }
    }

    /** Between the decision to begin and the first write nobody could tell whose weights are found. */
    private boolean mayMeddle() {
        return hasNotBegun()
                || scene.inMind()
                        .filter(release -> switch (release.state()) {
                            case State.Progressing step -> step.inForce().isPresent();
                            case State.Promoting _, State.Returning _ -> true;
                            case State.Pending _, State.Ended _ -> false;
                        })
                        .isPresent();
    }

    /** Whether no release has ever had to do with the weights, or has given them back for good. */
    private boolean hasNotBegun() {
        return scene.inMind()
                        .filter(release -> !(release.state() instanceof State.Pending))
                        .isEmpty()
                && scene.releases().stream()
                        .allMatch(release -> release.state().isTerminal() || release.state() instanceof State.Pending);
    }

    private boolean isIdle() {
        return scene.inMind().isEmpty()
                && scene.releases().stream().allMatch(release -> release.state().isTerminal());
    }

    void ticks(int count) {
        for (int i = 0; i < count; i++) {
            watch(scene::tick);
        }
    }

    void look() {
        watch(scene::look);
    }

    void restart() {
        Optional<Release> before = scene.inMind();
        scene.restart();
        settle(before, true);
    }

    /** Everybody is well and nobody wants a release any more. */
    void end() {
        Happening.ALL_IS_WELL.does().accept(this);
        withdraw();
        ticks(30);
        assertThat(isIdle()).as("over: %s", scene.releases()).isTrue();
        assertThat(scene.spec()).isEqualTo(theirs.tree().get("spec"));
        assertThat(scene.virtualService().annotations()).doesNotContainKeys(RoutingEdit.ADDED, Command.ANNOTATION);
        assertThat(numbers()).as("attempts").allMatch(attempt -> attempt <= asked);
        // Those whose release somebody has deleted go with it.
        assertThat(scene.releases())
                .as("copies of baselines")
                .noneMatch(release -> scene.copies.existing.contains(release.id()));
    }

    private List<Integer> numbers() {
        return scene.releases().stream()
                .map(release -> Trigger.number(release.id()))
                .toList();
    }

    private void watch(Runnable look) {
        Optional<Command> standing = standing();
        standing.ifPresent(this::heard);
        Optional<Release> before = scene.inMind();
        int weight = scene.weight();
        int writes = scene.written.size();
        boolean died = false;
        try {
            look.run();
        } catch (Scene.Death e) {
            died = true;
            scene.restart();
        }
        served.add(scene.canaryRequests());
        if (String.valueOf(scene.spec()).contains(CopyShop.COPY.version().host())) {
            assertThat(scene.copies.existing).as("copies that get requests").isNotEmpty();
        }
        if (gaveUp || ended) {
            int most = Math.max(weight, weightOf(theirs, 1));
            assertThat(scene.written.subList(writes, scene.written.size()))
                    .as("weights after the way back")
                    .allMatch(written -> written <= most || !isFollowed());
        }
        follow(standing, died);
        settle(before, died);
        checkLogs();
    }

    /** Whether the release that is under way is the one that was. */
    private boolean isFollowed() {
        return newest().filter(release -> release.id().equals(id)).isPresent();
    }

    private Optional<Release> newest() {
        return scene.inMind().or(() -> Trigger.latest(scene.releases()));
    }

    private Optional<Command> standing() {
        return Optional.ofNullable(scene.virtualService().annotations().get(Command.ANNOTATION))
                .flatMap(Orders::read);
    }

    private void heard(Command command) {
        switch (command.verb()) {
            case APPROVE -> opened.add(command.gate().orElse("any at " + reached));
            case RESUME -> opened.add("pause " + reached);
            default -> {}
        }
    }

    /** Nothing is decided for the canary without evidence or a person's word. */
    private void follow(Optional<Command> standing, boolean died) {
        Optional<Release> found = newest();
        if (found.isEmpty()) {
            return;
        }
        Release release = found.get();
        if (!release.id().equals(id)) {
            begin(release);
        }
        int to = target(release.state());
        Plan plan = release.plan().orElse(null);
        for (int step = Math.max(reached, 0); plan != null && step < to; step++) {
            if (reached >= 0 || step > 0) {
                assertThat(mayLeave(plan, step, standing, died))
                        .as("step %d may be left: %s", step + 1, release)
                        .isTrue();
            }
        }
        if (to != reached) {
            enteredAt = scene.now();
        }
        reached = to;
        Optional<Instant> since = release.state() instanceof State.Progressing step ? step.inForce() : Optional.empty();
        if (since.isPresent() && !since.equals(inForce)) {
            servedBefore = servedByThen.computeIfAbsent(
                    since.get(), _ -> served.get(Math.max(0, served.size() - 1 - SCRAPE_TICKS * 2)));
        }
        inForce = since;
    }

    private void begin(Release release) {
        id = release.id();
        reached = -1;
        gaveUp = false;
        ended = false;
        everGood = !isBad;
        opened.clear();
        inForce = Optional.empty();
    }

    private int target(State state) {
        return switch (state) {
            case State.Pending _ -> -1;
            case State.Progressing step -> step.step();
            case State.Promoting promoting -> promoting.plan().steps();
            case State.Returning _ -> reached;
            case State.Ended end ->
                end.outcome() == Outcome.PROMOTED
                        ? newest().flatMap(Release::plan).orElseThrow().steps()
                        : reached;
        };
    }

    private boolean mayLeave(Plan plan, int index, Optional<Command> standing, boolean died) {
        Optional<Command.Verb> said = standing.map(Command::verb);
        if (said.filter(verb -> verb == Command.Verb.PROMOTE).isPresent()
                || said.filter(verb -> verb == Command.Verb.SKIP).isPresent() && index == Math.max(reached, 0)) {
            return true;
        }
        Step step = plan.step(index);
        if (step.gate().isPresent()) {
            return isOpen(step.gate().get(), index)
                    || everGood && isOver(step.gate().get(), index, died);
        }
        return everGood && (died || hasPassed(step, index));
    }

    private boolean isOpen(Gate gate, int index) {
        return switch (gate) {
            case Gate.Approval(String name) ->
                opened.contains(name)
                        || opened.contains("any at " + index)
                        || index == 0 && opened.contains("any at -1");
            case Gate.Pause _ -> opened.contains("pause " + index) || index == 0 && opened.contains("pause -1");
        };
    }

    /** A pause that nobody ended: its time is over, and the canary is not in doubt. */
    private boolean isOver(Gate gate, int index, boolean died) {
        return gate instanceof Gate.Pause(var duration)
                && duration.filter(time -> !scene.now().isBefore(enteredAt.plus(time)))
                        .isPresent()
                && (index == 0 || died || isSeen());
    }

    private boolean isSeen() {
        return !scene.sourceIsDown
                && newest().flatMap(Release::judgement)
                        .filter(word -> word.verdict() != Verdict.FAIL)
                        .isPresent();
    }

    /** A passing verdict as the release tells it, and what it must have seen for that. */
    private boolean hasPassed(Step step, int index) {
        Release release = newest().orElseThrow();
        boolean says = release.log().stream()
                        .anyMatch(entry -> entry.message().startsWith("Step " + (index + 1) + " passed: safe at ")
                                || entry.reason().equals(Reasons.PROMOTING)
                                        && entry.message().startsWith("All steps passed: safe at "))
                && release.judgement()
                        .filter(word -> word.verdict() != Verdict.FAIL)
                        .isPresent();
        boolean waited = inForce.filter(since -> !scene.now().isBefore(since.plus(step.minDuration())))
                .isPresent();
        return says && waited && served.getLast() - servedBefore >= step.minRequests();
    }

    /** What holds at an end, and of one that another process takes up. */
    private void settle(Optional<Release> before, boolean died) {
        Optional<Release> found = newest();
        if (found.isEmpty() || !found.get().id().equals(id)) {
            return;
        }
        Release release = found.get();
        if (died) {
            int resumed = target(release.state());
            assertThat(resumed).as("step after a restart").isLessThanOrEqualTo(reached);
            reached = resumed;
            inForce = Optional.empty();
            gaveUp = false;
            if (before.filter(it -> it.id().equals(id) && it.state() instanceof State.Returning)
                            .isPresent()
                    && hasWrittenItsWayBack()) {
                assertThat(release.state()).isNotInstanceOfAny(State.Progressing.class, State.Promoting.class);
            }
        }
        gaveUp |= release.state() instanceof State.Returning;
        // An end that is not recorded yet is not told to anybody, and a successor goes on from the record.
        boolean isOver = scene.releases().stream()
                .anyMatch(recorded ->
                        recorded.id().equals(release.id()) && recorded.state().isTerminal());
        if (isOver && !ended) {
            ended(release);
        }
        ended = isOver;
    }

    private boolean hasWrittenItsWayBack() {
        return Optional.ofNullable(scene.virtualService().annotations().get(Mark.ANNOTATION))
                .flatMap(Mark::parse)
                .filter(mark -> mark.release().equals(requireNonNull(id).name()))
                .flatMap(Mark::outcome)
                .filter(outcome -> outcome != Outcome.PROMOTED)
                .isPresent();
    }

    private void ended(Release release) {
        if (((State.Ended) release.state()).outcome() == Outcome.PROMOTED) {
            theirs = applied(theirs, weights(theirs, 0, 100));
        }
        assertThat(scene.spec())
                .as("routing at the end of %s", release)
                .isEqualTo(theirs.tree().get("spec"));
        assertThat(scene.virtualService().annotations()).doesNotContainKey(RoutingEdit.ADDED);
    }

    /** Every entry is there once and stays what it is; each is told once at most; a command is followed once at most. */
    private void checkLogs() {
        Collection<Release> recorded = scene.releases();
        for (Release release : recorded) {
            long expected = Math.max(0, release.lastNumber() - Release.LONGEST_LOG);
            for (LogEntry entry : release.log()) {
                assertThat(entry.number()).isEqualTo(++expected);
                LogEntry known = logged.putIfAbsent(release.id() + "#" + entry.number(), entry);
                assertThat(known == null ? entry : known).isEqualTo(entry);
            }
            if (release.lastNumber() <= Release.LONGEST_LOG) {
                var untold = new ArrayList<>(
                        release.log().stream().map(LogEntry::message).toList());
                scene.told.getOrDefault(release.id(), List.of()).stream()
                        .filter(message ->
                                !message.contains("no release is under way") && !message.startsWith("Annotation"))
                        .forEach(message ->
                                assertThat(untold.remove(message)).as(message).isTrue());
            }
        }
        var followed = new HashSet<String>();
        logged.forEach((_, entry) -> {
            if (entry.message().contains(" by user") && entry.reason().equals(Reasons.COMMAND)) {
                String who = entry.message().replaceFirst(".* by (user\\d+).*", "$1");
                assertThat(followed.add(who)).as(entry.message()).isTrue();
            }
        });
    }

    private static int primary(VirtualService found) {
        List<?> http = (List<?>)
                requireNonNull(((Map<?, ?>) requireNonNull(found.tree().get("spec"))).get("http"));
        for (int i = 0; i < http.size(); i++) {
            if ("primary".equals(((Map<?, ?>) http.get(i)).get("name"))) {
                return i;
            }
        }
        throw new AssertionError("no route primary in " + found.tree());
    }

    private static List<PatchOperation> weights(VirtualService found, int baseline, int canary) {
        String route = "/spec/http/" + primary(found) + "/route/";
        var operations = new ArrayList<PatchOperation>(List.of(
                new PatchOperation.Replace(route + "0/weight", baseline),
                new PatchOperation.Replace(route + "1/weight", canary)));
        if (destinations(found).size() > 2) {
            // Who sees a copy there as well makes weights that are 100 together.
            operations.add(new PatchOperation.Replace(route + "2/weight", 0));
        }
        return operations;
    }

    private static List<?> destinations(VirtualService found) {
        Map<?, ?> spec = (Map<?, ?>) requireNonNull(found.tree().get("spec"));
        Map<?, ?> route = (Map<?, ?>) ((List<?>) requireNonNull(spec.get("http"))).get(primary(found));
        return (List<?>) requireNonNull(route.get("route"));
    }

    private static int weightOf(VirtualService found, int destination) {
        Map<?, ?> target = (Map<?, ?>) destinations(found).get(destination);
        return ((Number) requireNonNull(target.get("weight"))).intValue();
    }

    private static VirtualService applied(VirtualService to, List<PatchOperation> operations) {
        try {
            return new VirtualService(
                    to.namespace(),
                    to.name(),
                    to.resourceVersion(),
                    to.annotations(),
                    JsonPatch.apply(to.tree(), operations));
        } catch (PatchFailedException e) {
            throw new AssertionError(e);
        }
    }
}
