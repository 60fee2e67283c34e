package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serinus.catalog.YamlWriter;
import io.serinus.routing.AnyVirtualService;
import io.serinus.routing.VirtualService;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a file holds, lint tells what is wrong with it in sentences, and the same as text and as JSON. */
class LintCommandPropertyTest {

    @Property(tries = 300)
    void anyVirtualServiceIsExplained(
            @ForAll(supplier = AnyVirtualService.class) VirtualService vs, @ForAll("views") List<String> view)
            throws IOException {
        assertThat(explained(vs.tree(), view)).isEqualTo(1);
    }

    @Property(tries = 200)
    void soIsOneWithMistakes(
            @ForAll(supplier = AnyMistakenObject.class) Map<String, Object> object, @ForAll("views") List<String> view)
            throws IOException {
        // Of another kind it is left out.
        assertThat(explained(object, view)).isBetween(0, 1);
    }

    /** How many objects were looked at. */
    private static int explained(Map<String, Object> tree, List<String> view) throws IOException {
        String yaml = YamlWriter.write(tree);
        Invocation text = lint(yaml, view, "--output=text");
        if (text.exitCode() == 2) {
            assertThat(text.out()).isEmpty();
            assertThat(text.err()).contains("nothing to look at");
            Sentences.require(text.err());
            return 0;
        }
        JsonNode json = LintCommandTest.json(lint(yaml, view, "--output=json"));
        assertThat(text.exitCode()).isEqualTo(json.path("errors").asInt() == 0 ? 0 : 1);
        assertThat(lint(yaml, view, "--output=json").exitCode()).isEqualTo(text.exitCode());
        assertThat(text.out()).hasLineCount(json.path("findings").size());
        Sentences.require(text.out() + text.err());
        return json.path("objects").asInt();
    }

    private static Invocation lint(String yaml, List<String> view, String output) {
        return Invocation.reading(
                yaml,
                Stream.concat(Stream.of("lint", "-f", "-", output), view.stream())
                        .toArray(String[]::new));
    }

    @Provide
    Arbitrary<List<String>> views() {
        return Arbitraries.of(
                List.of(),
                List.of("--strict=false"),
                List.of("--canary=v2"),
                List.of("--canary=next", "--baseline=v1"),
                List.of("--canary=host:ratings"));
    }
}
