package io.serinus.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.serinus.testbed.Promtool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What others ask of our metrics, in PromQL. */
final class Expressions {
    /** What Prometheus gives every series of a target. */
    private static final Set<String> OF_THE_TARGET = Set.of("job", "instance", "pod");

    private static final Pattern SELECTOR = Pattern.compile("\\b(serinus_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|on|without|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");

    private static final Map<String, Set<String>> SERIES = Exposition.series();

    private Expressions() {}

    /** The series that an expression asks for. */
    static Set<String> series(String expression) {
        var names = new TreeSet<String>();
        SELECTOR.matcher(expression).results().forEach(found -> names.add(found.group(1)));
        return names;
    }

    /** The labels that its answer may have, at most. */
    static Set<String> labels(String expression) {
        var labels = new TreeSet<>(OF_THE_TARGET);
        series(expression).forEach(name -> labels.addAll(SERIES.getOrDefault(name, Set.of())));
        return labels;
    }

    /** Every series and label in it is ours. */
    static void assertKnown(String expression) {
        assertThat(series(expression)).as(expression).isNotEmpty().isSubsetOf(SERIES.keySet());
        Matcher selector = SELECTOR.matcher(expression);
        while (selector.find()) {
            String matchers = selector.group(2) == null ? "" : selector.group(2);
            assertThat(MATCHER.matcher(matchers).results().map(found -> found.group(1)))
                    .as(expression)
                    .isSubsetOf(labels(selector.group(1)));
        }
        GROUPING.matcher(expression)
                .results()
                .flatMap(found -> Pattern.compile("\\s*,\\s*")
                        .splitAsStream(found.group(1).strip()))
                .filter(label -> !label.isEmpty())
                .forEach(label -> assertThat(labels(expression)).as(expression).contains(label));
    }

    /** Prometheus can read them all. */
    static void assertParsed(Collection<String> expressions) throws JsonProcessingException {
        var rules = new ArrayList<Map<String, String>>();
        for (String expression : Set.copyOf(expressions)) {
            rules.add(Map.of("record", "expression" + rules.size(), "expr", expression));
        }
        Promtool.checkRules(new YAMLMapper()
                .writeValueAsString(Map.of("groups", List.of(Map.of("name", "expressions", "rules", rules)))));
    }
}
