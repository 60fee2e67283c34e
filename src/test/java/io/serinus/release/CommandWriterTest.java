package io.serinus.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.release.CommandWriter.Result;
import io.serinus.routing.PatchOperation;
import io.serinus.routing.Router;
import io.serinus.routing.VirtualService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandWriterTest {
    private static final Command PAUSE = Command.parse("pause by alice: lunch");

    /** One VirtualService; after each patch, what the other side makes of it. */
    private static final class Shop implements Router {
        private final Map<String, String> annotations = new LinkedHashMap<>(Map.of("serinus.io/release", "v2"));
        private final List<Runnable> meanwhile = new ArrayList<>();
        private int patches;

        @Override
        public Optional<VirtualService> read(String namespace, String name) {
            return Optional.of(new VirtualService(namespace, name, "1", Map.copyOf(annotations), Map.of()));
        }

        @Override
        public Router.Result patch(VirtualService base, List<PatchOperation> operations) {
            patches++;
            if (meanwhile.isEmpty()) {
                return new Router.Result.Applied(base);
            }
            meanwhile.removeFirst().run();
            return new Router.Result.Conflict();
        }

        CommandWriter.Result pause() throws Exception {
            return new CommandWriter(this).write("shop", "checkout", "v2", PAUSE);
        }
    }

    @Test
    void triesAgainWhereSomebodyElseWroteFirst() throws Exception {
        var shop = new Shop();
        shop.meanwhile.add(() -> shop.annotations.put("team", "cart"));
        assertThat(shop.pause()).isEqualTo(new Result.Written(PAUSE.text()));
        assertThat(shop.patches).isEqualTo(2);
    }

    @Test
    void knowsItsOwnCommandAgainWhoseAnswerWasLost() throws Exception {
        var shop = new Shop();
        shop.meanwhile.add(() -> shop.annotations.put(Command.ANNOTATION, PAUSE.text()));
        assertThat(shop.pause()).isEqualTo(new Result.Written(PAUSE.text()));
        assertThat(shop.patches).isEqualTo(1);
    }

    @Test
    void leavesACommandAloneThatIsNotItsOwn() throws Exception {
        var same = new Shop();
        same.annotations.put(Command.ANNOTATION, PAUSE.text());
        assertThat(same.pause()).isEqualTo(new Result.Waiting(PAUSE.text()));
        var other = new Shop();
        other.meanwhile.add(() -> other.annotations.put(Command.ANNOTATION, "abort by eve\n\u202eSerinus: done"));
        assertThat(other.pause())
                .isInstanceOfSatisfying(
                        Result.Waiting.class,
                        waiting -> assertThat(waiting.problem("VirtualService shop/checkout"))
                                .isEqualTo(
                                        "The controller has not answered the command \"abort by eve Serinus: done\" on VirtualService"
                                                + " shop/checkout yet. Send yours again when it has."));
        assertThat(same.patches + other.patches).isEqualTo(1);
    }

    @Test
    void anAbortWaitsForNobodyElse() throws Exception {
        var abort = new Command(Command.Verb.ABORT, Optional.empty(), "alice", "");
        for (String waiting : List.of(PAUSE.text(), "nonsense")) {
            var shop = new Shop();
            shop.annotations.put(Command.ANNOTATION, waiting);
            assertThat(new CommandWriter(shop).write("shop", "checkout", "v2", abort))
                    .isEqualTo(new Result.Written("abort by alice"));
        }
        var twice = new Shop();
        twice.annotations.put(Command.ANNOTATION, "abort by bob");
        assertThat(new CommandWriter(twice).write("shop", "checkout", "v2", abort))
                .isEqualTo(new Result.Waiting("abort by bob"));
    }
}
