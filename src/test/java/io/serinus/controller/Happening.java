package io.serinus.controller;

import io.serinus.release.PodTrouble;
import io.serinus.routing.PatchOperation;
import io.serinus.simulation.Behaviour;
import io.serinus.simulation.DemoScenario;
import io.serinus.simulation.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/**
 * Something that happens to a release or around it.
 *
 * @param what for the reader of a counterexample
 */
record Happening(String what, Consumer<Promises> does) {
    private static final int RATE = 30;
    private static final String OTHERS = "others.shop.svc.cluster.local";

    /** Any sequence worth trying: nothing happens as long as nobody asks for a release. */
    static Arbitrary<List<Happening>> sequences() {
        return any().list().ofMinSize(1).ofMaxSize(25).map(happenings -> {
            var all = new ArrayList<>(List.of(ask("v2")));
            all.addAll(happenings);
            return all;
        });
    }

    private static Arbitrary<Happening> any() {
        return Arbitraries.frequencyOf(
                Tuple.of(14, Arbitraries.integers().between(1, 40).map(Happening::time)),
                Tuple.of(2, Arbitraries.just(new Happening("look", Promises::look))),
                Tuple.of(4, Arbitraries.of(canaries())),
                Tuple.of(5, Arbitraries.of(COMMANDS).map(Happening::command)),
                Tuple.of(2, Arbitraries.of(pods())),
                Tuple.of(3, Arbitraries.of(edits())),
                Tuple.of(3, Arbitraries.of(outages())),
                Tuple.of(2, Arbitraries.integers().between(0, 12).map(Happening::death)),
                Tuple.of(2, Arbitraries.of(requests())),
                Tuple.of(1, Arbitraries.of(-600, -20, 40, 900).map(Happening::jump)));
    }

    private static final List<String> COMMANDS =
            List.of("pause", "resume", "approve", "approve qa", "approve qb", "skip", "promote", "abort", "retry", "?");

    private static List<Happening> canaries() {
        return List.of(
                new Happening("good canary", it -> it.canary(Behaviour.withErrorRatio(0.001), false)),
                new Happening("bad canary", it -> it.canary(Behaviour.withErrorRatio(0.5), true)),
                new Happening(
                        "slow canary",
                        it -> it.canary(
                                Behaviour.withErrorRatio(0.001).withLatency(Latency.lognormal(900, 0.3)), true)),
                new Happening("no traffic", it -> it.scene.rate(0)),
                new Happening("traffic", it -> it.scene.rate(RATE)));
    }

    private static List<Happening> pods() {
        return List.of(
                troubles("v2", PodTrouble.Kind.CRASH_LOOP),
                troubles("v2", PodTrouble.Kind.IMAGE_PULL),
                troubles("v1", PodTrouble.Kind.OUT_OF_MEMORY),
                new Happening("pods are well", it -> {
                    it.scene.troubles("v1", List.of());
                    it.scene.troubles("v2", List.of());
                }),
                new Happening("no canary pods", it -> it.scene.pods("v2", 0)),
                new Happening("no baseline pods", it -> it.scene.pods("v1", 0)),
                new Happening("pods start", Happening::start));
    }

    private static Happening troubles(String version, PodTrouble.Kind kind) {
        return new Happening(
                kind + " of " + version,
                it -> it.scene.troubles(version, List.of(new PodTrouble(kind, "A pod of " + version + ": " + kind))));
    }

    private static void start(Promises it) {
        it.scene.pods("v1", 3);
        it.scene.pods("v2", 2);
    }

    private static List<Happening> edits() {
        return List.of(
                new Happening(
                        "edit: timeout",
                        it -> it.edit((index, number) ->
                                List.of(new PatchOperation.Add("/spec/http/" + index + "/timeout", number + "s")))),
                new Happening(
                        "edit: route in front",
                        it -> it.edit((_, number) -> List.of(new PatchOperation.Add("/spec/http/0", route(number))))),
                new Happening(
                        "edit: route at the end",
                        it -> it.edit((_, number) -> List.of(new PatchOperation.Add("/spec/http/-", route(number))))),
                new Happening("edit: weights 100, 0", it -> it.weights(100, 0)),
                new Happening("edit: weights 70, 30", it -> it.weights(70, 30)),
                new Happening("edit: all as in Git", Promises::applyTheirs));
    }

    private static Map<String, Object> route(int number) {
        return Map.of(
                "name", "theirs-" + number,
                "match", List.of(Map.of("uri", Map.of("prefix", "/theirs/" + number))),
                "route", List.of(Map.of("destination", Map.of("host", OTHERS))));
    }

    private static List<Happening> outages() {
        return List.of(
                new Happening("source down", it -> it.scene.sourceIsDown = true),
                new Happening("source up", it -> it.scene.sourceIsDown = false),
                new Happening("status not writable", it -> it.scene.statusCannotBeWritten = true),
                new Happening("status writable", it -> it.scene.statusCannotBeWritten = false),
                new Happening("3 conflicts", it -> it.scene.conflicts = 3),
                new Happening("9 conflicts", it -> it.scene.conflicts = 9),
                new Happening("2 failing writes", it -> it.scene.failingWrites = 2));
    }

    /** A good canary with traffic, and servers that answer. */
    static final Happening ALL_IS_WELL = new Happening("all is well", it -> {
        canaries().getFirst().does().accept(it);
        it.scene.rate(RATE);
        it.scene.troubles("v1", List.of());
        it.scene.troubles("v2", List.of());
        start(it);
        it.scene.sourceIsDown = false;
        it.scene.statusCannotBeWritten = false;
        it.scene.conflicts = 0;
        it.scene.failingWrites = 0;
        it.scene.diesAt = -1;
    });

    private static List<Happening> requests() {
        return List.of(ask("v2"), ask("v2"), ask("v3"), new Happening("withdraw", Promises::withdraw));
    }

    private static Happening ask(String canary) {
        return new Happening("ask for " + canary, it -> it.ask(canary));
    }

    private static Happening time(int ticks) {
        return new Happening(ticks + " ticks", it -> it.ticks(ticks));
    }

    private static Happening command(String text) {
        return new Happening(text, it -> it.command(text));
    }

    private static Happening death(int writes) {
        return writes == 0
                ? new Happening("restart", Promises::restart)
                : new Happening("death at write " + writes, it -> it.scene.diesAt = writes);
    }

    private static Happening jump(int seconds) {
        return new Happening("clock jumps by " + seconds + " s", it -> it.scene.jump(Duration.ofSeconds(seconds)));
    }

    /** The host whose requests are counted. */
    static String host() {
        return DemoScenario.SHOP.host(DemoScenario.CHECKOUT);
    }

    @Override
    public String toString() {
        return what;
    }
}
