package io.serinus.controller;

import io.serinus.analysis.Observation;
import io.serinus.release.Action;
import io.serinus.release.Command;
import io.serinus.release.Mark;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.Signals.Wish;
import io.serinus.release.State;
import io.serinus.release.Takeover;
import io.serinus.release.Trigger;
import io.serinus.routing.RoutingEdit;
import io.serinus.routing.VirtualService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The releases of one VirtualService, of which at most one is active. Confined to its lane, but for what is said to be for
 * other threads.
 */
final class Track {
    /** A way back that nobody lets us write for so long is tried again at every tick only. */
    private static final Duration HURRY = Duration.ofMinutes(1);

    private final String namespace;
    private final String virtualService;
    private final Ports ports;
    private final LoopListener listener;
    private final Traffic traffic;
    private final Orders orders;
    private final Records records;
    private final Aftermath aftermath;
    private final CopyRemoval copyRemoval;
    private final Senses senses;
    private final int kept;

    /** What people must still be told: announced only once the state behind it is recorded. */
    private final List<Action.Announce> unannounced = new ArrayList<>();

    private @Nullable Run run;

    /** Set when this process ceases to lead: what another leader does meanwhile is not known here. */
    private volatile boolean retired;

    /** Whether the past of the active release would still be of use to it; for other threads. */
    private volatile boolean openToHistory = true;

    /** What other threads may see of the active release. */
    private volatile @Nullable Release active;

    Track(String namespace, String virtualService, Ports ports, LoopListener listener, Senses senses, int kept) {
        this.namespace = namespace;
        this.virtualService = virtualService;
        this.ports = ports;
        this.listener = listener;
        this.traffic = new Traffic(ports.mesh(), ports.router(), this::mayWrite, listener);
        this.orders = new Orders(namespace, virtualService, ports.mesh(), traffic);
        this.records = new Records(ports.releases(), this::mayWrite);
        this.aftermath = new Aftermath(ports, records, this::mayWrite);
        this.copyRemoval = new CopyRemoval(ports, records, this::mayWrite);
        this.senses = senses;
        this.kept = kept;
    }

    /** The release under way, as its last look left it; for other threads. */
    Optional<Release> active() {
        return Optional.ofNullable(active);
    }

    /** The active release, while its requests must be counted; for other threads. */
    Optional<Release> counted() {
        return active().filter(release -> switch (release.state()) {
            case State.Progressing _, State.Promoting _ -> true;
            case State.Pending _, State.Returning _, State.Ended _ -> false;
        });
    }

    /** Whether that release is under way and its canary's finer judgement has not begun; for other threads. */
    boolean isOpenToHistory(ReleaseId id) {
        return !retired
                && openToHistory
                && counted().filter(release -> release.id().equals(id)).isPresent();
    }

    /**
     * Whether the active release waits for its old routing to be written, and has not tried for long; for other threads.
     */
    boolean isHurrying(Instant now) {
        return active().filter(release -> release.state() instanceof State.Returning)
                .filter(release -> now.isBefore(release.state().since().plus(HURRY)))
                .isPresent();
    }

    /** Whether nothing is left to look after: neither the VirtualService nor a release of it; for other threads. */
    boolean isOver() {
        return active == null
                && ports.mesh().virtualService(namespace, virtualService).isEmpty()
                && ports.releases().all().stream()
                        .noneMatch(release -> release.id().namespace().equals(namespace)
                                && release.request().virtualService().equals(virtualService));
    }

    /** Whether this track's work has ended; for other threads. */
    boolean isRetired() {
        return retired;
    }

    /** Ends this track's work: looks still waiting do nothing, and one that is under way writes nothing more. */
    void retire() {
        retired = true;
    }

    /**
     * Takes up a release that another process, or an earlier life of this one, has recorded. Before the first look.
     *
     * @param mark what the VirtualService says, freshly read; empty if there is none
     */
    void adopt(Release recorded, Optional<Mark> mark, Instant now) {
        records.adopt(recorded);
        if (!recorded.state().isTerminal()) {
            Release release = recorded.with(Takeover.resume(recorded, mark, now));
            run = new Run(release, Takeover.heldSince(recorded, release.state()), traffic, senses, now);
            active = release;
        }
    }

    /**
     * One look at the release.
     *
     * @param observations what the tick brought, by release; empty between ticks
     * @param isTick whether this is a tick's look, or one between ticks because something changed
     * @param at the tick's grid time
     */
    void look(Map<String, Observation> observations, boolean isTick, Instant at, Instant now) {
        if (!mayWrite()) {
            return;
        }
        Run current = run;
        if (current == null) {
            finish(isTick, now);
            begin(at, now);
            return;
        }
        look(current, observations, isTick, at, now);
        if (run != null) {
            finish(isTick, now);
        }
    }

    /** What is left to do of earlier releases; never before the one that is under way was looked at. */
    private void finish(boolean isTick, Instant now) {
        tell(now);
        if (isTick) {
            copyRemoval.look(now);
            aftermath.look(now);
        }
    }

    private void look(Run current, Map<String, Observation> observations, boolean isTick, Instant at, Instant now) {
        Optional<Observation> observation =
                Optional.ofNullable(observations.get(current.release().id().toString()));
        observation.ifPresent(current::observe);
        boolean intervalEnded = observation
                .filter(seen -> seen instanceof Observation.Counted counted && counted.endsInterval())
                .isPresent();
        if (intervalEnded) {
            current.release().judgement().ifPresent(word -> listener.judged(word.verdict()));
        }
        Wish wish = wish(current.release());
        boolean isCommanded = orders.isNews(current.release().command());
        boolean isTold = current.told(told(current.release().id()));
        if (isTick || isCommanded || isTold || !current.isSettled(wish, now)) {
            advance(current, wish, isCommanded, intervalEnded, at, now);
        }
    }

    /** The release whose past is to be looked for now; once for every release, and again after a takeover. */
    Optional<Release> toRecall() {
        Run current = run;
        return !retired && current != null && current.takesUpHistory()
                ? Optional.of(current.release())
                : Optional.empty();
    }

    /** The past that is to be replayed now: once after a takeover, when enough has been counted here to join on. */
    Optional<Replay> toReplay() {
        Run current = run;
        return retired || current == null ? Optional.empty() : current.toReplay();
    }

    /** The past was replayed, or could not be, if the release is still under way. */
    void replayed(ReleaseId id, Replay.Outcome outcome, Instant now) {
        Run current = run;
        if (mayWrite() && current != null && current.release().id().equals(id)) {
            current.replayed(outcome).ifPresent(announcement -> tell(current, announcement, now));
            openToHistory = current.isOpenToHistory();
            active = current.release();
        }
    }

    /** What was found out about a release's past, if it is still under way. */
    void remember(ReleaseId id, Instant at, Histories.Recollection found) {
        Run current = run;
        if (mayWrite() && current != null && current.release().id().equals(id)) {
            current.observe(new Observation.Remembered(at, found.history(), found.reason()));
        }
    }

    private void advance(Run current, Wish wish, boolean isCommanded, boolean intervalEnded, Instant at, Instant now) {
        Optional<Release> recorded = records.find(current.release().id());
        boolean isDeleted = records.isDeleted(current.release().id());
        int stepsBefore = current.release().history().size();
        // Going back is always possible; towards the canary only what a successor could take back.
        boolean isRecorded = isDeleted || recorded.flatMap(Release::plan).isPresent();
        unannounced.addAll(
                current.advance(wish, isCommanded ? command(current, now) : Optional.empty(), at, now, isRecorded));
        Release after = current.release();
        openToHistory = current.isOpenToHistory();
        active = after;
        listener.entered(after.history().size() - stepsBefore);
        if (!(after.state() instanceof State.Progressing || after.state() instanceof State.Pending)) {
            senses.forget(after);
        }
        boolean changed = !recorded.filter(before -> isRecordOf(before, after)).isPresent();
        if (!isDeleted && (changed || intervalEnded) && !records.save(after, now)) {
            return;
        }
        orders.takeAway(after.command());
        unannounced.forEach(announcement -> ports.journal().record(after, announcement));
        unannounced.clear();
        ports.outbox().deliver(after);
        if (after.state() instanceof State.Ended end) {
            listener.ended(end.outcome(), tookFromFirstStep(after, end));
            if (isDeleted) {
                records.forget(after.id());
            }
            run = null;
            active = null;
            records.keep(kept);
        }
    }

    /** Empty if it never began. */
    private static Optional<Duration> tookFromFirstStep(Release release, State.Ended end) {
        return release.history().stream().findFirst().map(first -> Duration.between(first.enteredAt(), end.since()));
    }

    /** But for the judge's word, which is recorded at every interval. */
    private static boolean isRecordOf(Release record, Release release) {
        return record.state().equals(release.state())
                && record.lastNumber() == release.lastNumber()
                && record.command().equals(release.command())
                && record.told().equals(release.told());
    }

    /** How far the log of the active release was sent, as far as it is recorded. */
    private Map<String, Long> told(ReleaseId id) {
        return records.find(id).map(ports.outbox()::deliver).orElse(Map.of());
    }

    /** What was to be sent of releases that have ended is sent, whoever began with it. */
    private void tell(Instant now) {
        Optional<ReleaseId> underWay =
                Optional.ofNullable(run).map(current -> current.release().id());
        for (Release ended : List.copyOf(records.all())) {
            if (ended.state().isTerminal() && !underWay.equals(Optional.of(ended.id()))) {
                Map<String, Long> told = ports.outbox().deliver(ended);
                if (!told.equals(ended.told()) && !records.isDeleted(ended.id())) {
                    records.save(ended.told(told), now);
                }
            }
        }
    }

    /** What the annotation wants that has not been followed yet. */
    private Optional<Command> command(Run current, Instant now) {
        String text = orders.text();
        current.commanded(text);
        Optional<Command> command = text.isEmpty() ? Optional.empty() : Orders.read(text);
        if (!text.isEmpty() && command.isEmpty()) {
            tell(current, Orders.notUnderstood(text), now);
        }
        return command;
    }

    /** Answered without the machine. */
    private void tell(Run current, Action.Announce answer, Instant now) {
        current.tell(answer, now);
        unannounced.add(answer);
    }

    private Wish wish(Release release) {
        return records.isDeleted(release.id())
                ? new Wish.Cancel("The CanaryRelease was deleted.")
                : Trigger.wish(release, ports.mesh().virtualService(namespace, virtualService));
    }

    private void begin(Instant at, Instant now) {
        Optional<VirtualService> current = ports.mesh().virtualService(namespace, virtualService);
        if (current.isEmpty()) {
            // One that comes back under the same name is another one, which the old releases say nothing about.
            records.clear();
            return;
        }
        cleanUp(current.get());
        Trigger.latest(records.all())
                .filter(latest -> Trigger.isWithdrawn(latest, current))
                .ifPresent(latest -> records.save(latest.withdraw(), now));
        Optional<Command> again = obey(current.get(), now);
        records.begin(current.get(), now).ifPresent(found -> {
            var begun = new Run(found, traffic, senses, now);
            again.ifPresent(retry -> {
                begun.commanded(orders.text());
                tell(begun, Orders.again(retry), now);
            });
            run = begun;
            active = begun.release();
            advance(begun, wish(begun.release()), false, false, at, now);
        });
    }

    /** With nothing under way a command can only ask for another try; that, if it does. */
    private Optional<Command> obey(VirtualService current, Instant now) {
        Optional<Release> latest = Trigger.latest(records.all());
        boolean isNews = orders.isNews(latest.map(Release::command).orElse(""));
        String text = orders.text();
        Optional<Command> again = text.isEmpty() ? Optional.empty() : Orders.read(text);
        again = again.filter(command -> isNews && command.verb() == Command.Verb.RETRY)
                .filter(_ -> Trigger.request(current)
                        .filter(asked -> latest.filter(last ->
                                        asked.canary().equals(last.request().canary()))
                                .isPresent())
                        .isPresent());
        if (again.isPresent()) {
            return again.filter(_ -> records.save(latest.orElseThrow().withdraw(), now));
        }
        boolean isAnswered = !isNews || latest.isEmpty() || answer(latest.get().commanded(text), now);
        if (isAnswered) {
            orders.takeAway(text);
        }
        return Optional.empty();
    }

    /** Whether what becomes of a command to a release that has ended is recorded; nothing becomes of none. */
    private boolean answer(Release commanded, Instant now) {
        if (commanded.command().isEmpty()) {
            return records.save(commanded, now);
        }
        Action.Announce answer = Orders.nothingUnderWay(commanded.command());
        Release answered = commanded.log(answer, now);
        if (!records.save(answered, now)) {
            return false;
        }
        ports.journal().record(answered, answer);
        return true;
    }

    /** Unless the release whose mark stands there is recorded: a record that nobody can read is left alone, routing included. */
    private void cleanUp(VirtualService current) {
        if (!current.annotations().containsKey(RoutingEdit.ADDED)) {
            return;
        }
        Optional<ReleaseId> marked = Optional.ofNullable(current.annotations().get(Mark.ANNOTATION))
                .flatMap(Mark::parse)
                .map(mark -> new ReleaseId(namespace, mark.release()));
        if (marked.isEmpty() || !ports.releases().isRecorded(marked.get())) {
            traffic.cleanUp(current);
        }
    }

    private boolean mayWrite() {
        return !retired && ports.mayWrite().getAsBoolean();
    }
}
