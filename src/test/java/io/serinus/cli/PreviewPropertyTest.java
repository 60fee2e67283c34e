package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serinus.catalog.TemplateFiles;
import io.serinus.catalog.YamlDocuments;
import io.serinus.catalog.YamlWriter;
import io.serinus.offline.UnifiedDiffs;
import io.serinus.routing.AnyVirtualService;
import io.serinus.routing.VirtualService;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Whatever a file holds and whoever is to be released, a preview is shown whole and consistent, or refused in a sentence. */
class PreviewPropertyTest {
    private static final TemplateFiles TEMPLATES = TemplateFiles.load(Optional.empty());

    /** Behind a managed route's path may stand its name. */
    private static final String NAME = " \\(.*";

    /**
     * A release.
     *
     * @param template empty for one weight alone
     * @param weight of no account with a template
     */
    record Wish(String canary, String template, int weight) {
        Stream<String> arguments() {
            return Stream.of("--canary", canary, template.isEmpty() ? "--weight=" + weight : "--template=" + template);
        }

        /** The steps and the promotion, or the one weight. */
        int stages() {
            return template.isEmpty()
                    ? 1
                    : TEMPLATES.find(template).orElseThrow().template().steps().size() + 1;
        }

        int lastWeight() {
            return template.isEmpty() ? weight : 100;
        }
    }

    @Property(tries = 300)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void anyReleaseIsShownOrRefused(
            @ForAll(supplier = AnyVirtualService.class) VirtualService vs, @ForAll("wishes") Wish wish)
            throws Exception {
        JsonNode before = PreviewCommandTest.map(vs.tree());
        // Nothing in the copy stands in it twice: the diffs are against what anchors stand for.
        String file = YamlWriter.write(PreviewCommandTest.tree(before));
        Invocation diff = preview(file, wish, "--diff");
        Invocation yaml = preview(file, wish, "--output=yaml");
        Invocation json = preview(file, wish, "--output=json");
        Statistics.collect(json.exitCode());
        Statistics.coverage(all -> {
            // About a quarter is shown, more or less from run to run; both have to be among them at all.
            all.check(0).count(shown -> shown >= 10);
            all.check(1).count(refused -> refused >= 10);
        });
        assertThat(json.exitCode()).isIn(0, 1);
        assertThat(List.of(diff.exitCode(), yaml.exitCode())).containsOnly(json.exitCode());
        Stream.of(diff.out(), diff.err(), yaml.out(), yaml.err(), json.out()).forEach(Sentences::require);
        JsonNode tree = PreviewCommandTest.json(json);
        if (json.exitCode() == 1) {
            assertThat(diff.out() + yaml.out()).isEmpty();
            assertThat(diff.err())
                    .isEqualTo(yaml.err())
                    .endsWith("serinus: " + tree.path("refused").asText() + "\n");
        } else {
            List<String> documents = documents(yaml.out());
            requireStages(wish, tree, documents);
            requireDiffs(file, diff.out(), documents);
            requireShare(wish, before, tree);
        }
    }

    @Property(tries = 200)
    void soIsOneOfAnObjectWithMistakes(
            @ForAll(supplier = AnyMistakenObject.class) Map<String, Object> object, @ForAll("wishes") Wish wish)
            throws IOException {
        String file = YamlWriter.write(object);
        Invocation text = preview(file, wish, "--output=text");
        assertThat(text.exitCode()).isBetween(0, 2);
        Sentences.require(text.err());
        assertThat(text.err().lines()).isNotEmpty();
        assertThat(text.out().isEmpty()).isEqualTo(text.exitCode() != 0);
        Invocation json = preview(file, wish, "--output=json");
        assertThat(json.exitCode()).isEqualTo(text.exitCode());
        if (json.exitCode() != 2) {
            PreviewCommandTest.json(json);
        }
    }

    private static Invocation preview(String file, Wish wish, String form) {
        return Invocation.reading(
                file,
                Stream.concat(Stream.of("preview", "-f", "-", form), wish.arguments())
                        .toArray(String[]::new));
    }

    /** The documents of the stream, without the comments between them. */
    private static List<String> documents(String yaml) {
        return Stream.of(yaml.split("(?m)^---\n"))
                .map(document -> document.replaceAll("(?m)^# .*\n", ""))
                .toList();
    }

    private static void requireStages(Wish wish, JsonNode tree, List<String> documents) throws Exception {
        List<JsonNode> stages = PreviewCommandTest.elements(tree.path("stages"));
        assertThat(stages).hasSize(wish.stages());
        assertThat(tree.path("abort").path("asBefore").asBoolean(wish.template().isEmpty()))
                .isTrue();
        assertThat(documents).hasSameSizeAs(stages);
        for (int i = 0; i < documents.size(); i++) {
            assertThat(YamlDocuments.read(documents.get(i)))
                    .singleElement()
                    .isEqualTo(PreviewCommandTest.tree(stages.get(i).path("virtualService")));
        }
    }

    /** From the file each diff leads to the next document. */
    private static void requireDiffs(String file, String text, List<String> documents) {
        List<String> sections = Stream.of(text.split("(?m)^(?=Step |Promotion: |Weight: |Abort)"))
                .filter(section -> !section.startsWith("Abort"))
                .map(section -> section.substring(section.indexOf('\n') + 1).stripTrailing())
                .toList();
        assertThat(sections).hasSameSizeAs(documents);
        List<String> now = file.lines().toList();
        for (int i = 0; i < sections.size(); i++) {
            now = sections.get(i).equals("Nothing changes.") ? now : UnifiedDiffs.applied(now, sections.get(i));
            assertThat(now.stream().collect(Collectors.joining("\n", "", "\n"))).isEqualTo(documents.get(i));
        }
    }

    /** Of the weight that the two versions share in the file, the last stage gives the canary its part in every route. */
    private static void requireShare(Wish wish, JsonNode before, JsonNode tree) {
        JsonNode last =
                PreviewCommandTest.elements(tree.path("stages")).getLast().path("virtualService");
        String baseline = tree.path("baseline").asText();
        String canary = tree.path("canary").asText();
        for (JsonNode managed : tree.path("routes")) {
            String pointer = "/"
                    + managed.asText()
                            .replaceFirst(NAME, "")
                            .replaceAll("[.\\[]", "/")
                            .replace("]", "");
            JsonNode was = before.at(pointer).path("route");
            JsonNode is = last.at(pointer).path("route");
            int joint = weight(was, baseline) + weight(was, canary);
            boolean alone = PreviewCommandTest.elements(was).stream()
                    .allMatch(entry -> List.of(baseline, canary).contains(version(entry)));
            int whole = joint < 2 && alone ? 100 : joint;
            double exact = whole * wish.lastWeight() / 100.0;
            assertThat((double) weight(is, canary)).isBetween(Math.floor(exact), Math.ceil(exact));
            // Alone with all requests, the baseline may go on without a weight.
            if (wish.lastWeight() > 0) {
                assertThat(weight(is, baseline) + weight(is, canary)).isEqualTo(whole);
            }
        }
    }

    private static int weight(JsonNode entries, String version) {
        return PreviewCommandTest.elements(entries).stream()
                .filter(entry -> version(entry).equals(version))
                .mapToInt(entry -> entry.path("weight").asInt())
                .sum();
    }

    /** As the preview names it. */
    private static String version(JsonNode entry) {
        JsonNode destination = entry.path("destination");
        String host = destination.path("host").asText();
        return (host.contains(".") ? host : host + ".shop.svc.cluster.local")
                + (destination.has("subset")
                        ? " subset " + destination.path("subset").asText()
                        : "");
    }

    @Provide
    Arbitrary<Wish> wishes() {
        return Combinators.combine(
                        Arbitraries.of("v1", "v2", "v3", "next", "host:next", "host:ratings"),
                        Arbitraries.of(Stream.concat(TEMPLATES.names().stream(), Stream.of(""))
                                .toList()),
                        Arbitraries.integers().between(0, 100))
                .as(Wish::new);
    }
}
