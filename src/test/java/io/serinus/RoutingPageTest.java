package io.serinus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.serinus.catalog.TemplateFiles;
import io.serinus.catalog.TemplateParser;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.release.Plan;
import io.serinus.routing.CanaryName;
import io.serinus.routing.JsonPatch;
import io.serinus.routing.Original;
import io.serinus.routing.RoutingEdit;
import io.serinus.routing.Selection;
import io.serinus.routing.VirtualService;
import io.serinus.template.AnalysisTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Does what docs/routing.md says. */
class RoutingPageTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TEMPLATE = Pattern.compile("\\(\\.\\./analysis-templates/([a-z-]+)\\.yaml\\)");
    private static final String HOST = "checkout.shop.svc.cluster.local";

    private static final String PAGE = page();
    private static final List<Map<String, Object>> BLOCKS =
            YAML.matcher(PAGE).results().map(found -> tree(found.group(1))).toList();

    private static String page() {
        try {
            return Files.readString(Path.of("docs/routing.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> tree(String yaml) {
        try {
            return new YAMLMapper().readValue(yaml, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (IOException e) {
            throw new AssertionError(yaml, e);
        }
    }

    static Stream<Map<String, Object>> examples() {
        return BLOCKS.stream().skip(1);
    }

    @Test
    void showsEveryWay() {
        assertThat(examples()).hasSize(7);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyStepDoesWhatItsExampleShows(Map<String, Object> example) throws Exception {
        var before = new VirtualService("shop", "checkout", "1", Map.of(), BLOCKS.getFirst());
        Plan plan = plan(before, example);
        var after = JsonPatch.apply(
                before.tree(),
                RoutingEdit.apply(before, plan.pair(), plan.original(), plan.layoutAt(0))
                        .operations());
        assertThat(after.get("spec"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("http", example.get("http"));
    }

    private static Plan plan(VirtualService vs, Map<String, Object> example) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("metrics", List.of(Map.of("name", "errors", "errorRate", Map.of())));
        spec.put("steps", List.of(example.get("step")));
        if (example.containsKey("stickiness")) {
            spec.put("stickiness", example.get("stickiness"));
        }
        AnalysisTemplate template = ((TemplateParser.Result.Parsed) TemplateParser.parse("example", spec))
                .template()
                .template();
        var selected = (Selection.Selected)
                Selection.of(vs, CanaryName.parse("v2"), Optional.empty(), List.of(), "cluster.local");
        return new Plan(
                "checkout-v2-1",
                selected.pair(),
                new Target(new Version(HOST, "v1"), new Version(HOST, "v2")),
                Original.of(vs, selected.pair(), selected.routes()),
                template,
                spec,
                List.of());
    }

    @Test
    void theTemplatesThatItNamesAreBuiltIn() {
        List<String> named =
                TEMPLATE.matcher(PAGE).results().map(found -> found.group(1)).toList();
        assertThat(named)
                .contains(
                        "layered", "dark", "blue-green", "ab-test", "mirror-first", "sticky", "callers", "own-timeout");
        assertThat(TemplateFiles.load(Optional.empty()).names()).containsAll(named);
        assertThat(TemplateFiles.load(Optional.empty()).problems()).isEmpty();
    }
}
