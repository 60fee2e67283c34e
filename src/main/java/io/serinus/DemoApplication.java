package io.serinus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.serinus.config.SerinusConfig;
import io.serinus.release.Outcome;
import io.serinus.release.Release;
import io.serinus.release.State;
import io.serinus.release.Trigger;
import io.serinus.routing.Annotations;
import io.serinus.routing.PatchOperation;
import io.serinus.routing.Router;
import io.serinus.routing.RoutingException;
import io.serinus.routing.VirtualService;
import io.serinus.simulation.DemoScenario;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;

/** The demo: plays the user who annotates two VirtualServices, and shows what the controller makes of it. */
public final class DemoApplication implements QuarkusApplication {
    private static final long LOOK_EVERY_MILLIS = 100;

    private final Assembly assembly;
    private final SerinusConfig config;

    DemoApplication(Assembly assembly, SerinusConfig config) {
        this.assembly = assembly;
        this.config = config;
    }

    @Override
    public int run(String... arguments) throws InterruptedException, RoutingException {
        DemoConsole console = assembly.console();
        World world = assembly.simulate();
        console.begin(world.pace());
        console.say("Two services of a simulated mesh, each with a version v1 in service and a canary v2.");
        console.say("Report: http://localhost:" + port() + "   (simulated time passes "
                + String.format(Locale.ROOT, "%.0f", config.simulation().speed()) + " times faster)");
        console.say("");
        for (String service : DemoScenario.services()) {
            console.say("$ kubectl -n " + DemoScenario.SHOP.namespace() + " annotate virtualservice " + service + " "
                    + Trigger.RELEASE + "=" + DemoScenario.CANARY);
            annotate(world.ports().router(), service);
        }
        console.say("");
        assembly.start();
        Collection<Release> ended = await(world, console);
        ended.forEach(release -> summarize(world, console, release));
        if (!Arrays.asList(arguments).contains("--exit")) {
            console.say("The report stays on http://localhost:" + port() + " until Ctrl-C.");
            Quarkus.waitForExit();
        }
        return isAsIntended(ended) ? 0 : 1;
    }

    private static Collection<Release> await(World world, DemoConsole console) throws InterruptedException {
        while (true) {
            Collection<Release> releases = world.ports().releases().all();
            releases.forEach(console::progress);
            long ended = releases.stream()
                    .filter(release -> release.state().isTerminal())
                    .count();
            if (ended == DemoScenario.services().size()) {
                return releases;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static void annotate(Router router, String service) throws RoutingException {
        VirtualService object =
                router.read(DemoScenario.SHOP.namespace(), service).orElseThrow();
        List<PatchOperation> operations = Annotations.set(object, Trigger.RELEASE, DemoScenario.CANARY);
        router.patch(object, operations);
    }

    private static void summarize(World world, DemoConsole console, Release release) {
        State state = release.state();
        console.say("");
        console.say(release.id() + ": " + state.phase());
        if (state instanceof State.Ended end) {
            console.say("  " + end.reason());
        }
        world.ports()
                .mesh()
                .virtualService(release.id().namespace(), release.request().virtualService())
                .ifPresent(found -> console.say(yaml(found).indent(2)));
    }

    /** Whether the good canary was promoted and the bad one aborted: what the demo is there to show. */
    private static boolean isAsIntended(Collection<Release> ended) {
        return ended.stream().allMatch(release -> {
            Outcome intended = release.request().virtualService().equals(DemoScenario.CHECKOUT)
                    ? Outcome.PROMOTED
                    : Outcome.ABORTED;
            return release.state() instanceof State.Ended end && end.outcome() == intended;
        });
    }

    private static String yaml(VirtualService object) {
        try {
            return YAMLMapper.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .build()
                    .writeValueAsString(object.tree());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain maps and lists always have a YAML form", e);
        }
    }

    private static String port() {
        return ConfigProvider.getConfig().getConfigValue("quarkus.http.port").getValue();
    }
}
