package io.serinus.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.serinus.metric.QueryText.Variable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTextTest {
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Map<Variable, String> VALUES = Map.of(
            Variable.VERSION, "v2.1",
            Variable.NAMESPACE, "shop",
            Variable.HOST, "cart.shop.svc.cluster.local",
            Variable.SERVICE, "cart",
            Variable.BASELINE, "v2.0",
            Variable.CANARY, "v2.1");

    @Test
    void putsEveryVariableIn() {
        assertThat(expand("""
                        sum(rate(jobs_failed{ns="${release.namespace}",host='${release.host}',svc="${release.service}",\
                        v="${version}"}[${interval}])) / ignoring(v) up{b="${release.baseline.version}",\
                        c="${release.canary.version}",window="${interval}"}""")).isEqualTo("""
                        sum(rate(jobs_failed{ns="shop",host='cart.shop.svc.cluster.local',svc="cart",\
                        v="v2.1"}[15s])) / ignoring(v) up{b="v2.0",\
                        c="v2.1",window="15s"}""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            up{v="${version}"}              | up{v="v2.1"}
            up{v=~"${version}"}             | up{v=~"v2\\\\.1"}
            up{v !~ "x-${version}.y"}       | up{v !~ "x-v2\\\\.1.y"}
            up{v=~'${version}'}             | up{v=~'v2\\\\.1'}
            up{v=~`${version}`}             | up{v=~`v2\\.1`}
            up{w=~".*",v="${version}"}      | up{w=~".*",v="v2.1"}
            up{a="\\"=~",v="${version}"}    | up{a="\\"=~",v="v2.1"}
            up{v="#${version}"} # ${secret} | up{v="#v2.1"}
            rate(x[${interval}])            | rate(x[15s])
            up{v="$1 {}"}                   | up{v="$1 {}"}
            """)
    void readsWhereAVariableStands(String text, String expected) {
        assertThat(expand(text).strip()).isEqualTo(expected);
    }

    @Test
    void writesDurationsAsPromqlDoes() {
        assertThat(QueryText.duration(Duration.ofMinutes(2))).isEqualTo("120s");
        assertThat(QueryText.duration(Duration.ofMillis(1_500))).isEqualTo("1500ms");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            up{v=${version}}    | ${version} outside a string
            ${release.host}     | ${release.host} outside a string
            up{v="${Version}"}  | the variable ${Version}, expected one of ${version}
            up{v="${version}    | ends inside a string
            up{v="${version"}   | the variable ${version"}
            up{v="${version     | ${ without }
            """)
    void saysWhatIsWrongBeforeThereAreValues(String text, String problem) {
        assertThat(QueryText.problem(text))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains(problem));
        assertThatIllegalArgumentException().isThrownBy(() -> expand(text)).withMessageContaining(problem);
    }

    @Test
    void findsNothingWrongWithOtherPromql() {
        assertThat(QueryText.problem("sum by (v) (rate(x{v=\"${version}\"}[${interval}])) > bool 1 # it's ${"))
                .isEmpty();
    }

    @Test
    void hasNoValueOfAVersionWithoutALabel() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueryText.expand("up{v=\"${version}\"}", Map.of(), INTERVAL))
                .withMessageContaining("${version}, which has no value here");
    }

    @Test
    void cannotBeLeftByAnEvilVersion() {
        assertThat(QueryText.expand("up{v=\"${version}\"}", Map.of(Variable.VERSION, "a\"} or vector(1) #"), INTERVAL))
                .isEqualTo("up{v=\"a\\\"} or vector(1) #\"}");
    }

    @Property(tries = 1_000)
    void noValueLeavesItsLiteralAndEveryLiteralHoldsTheValue(
            @ForAll("evil") String value, @ForAll("quotes") char quote) {
        Assume.that(quote != '`' || value.indexOf('`') < 0);
        String text =
                "a{x=" + quote + "<${version}>" + quote + ",y=~" + quote + "${version}" + quote + "}[${interval}]";

        List<String> parts = parts(QueryText.expand(text, Map.of(Variable.VERSION, value), INTERVAL));

        assertThat(parts).hasSize(5);
        assertThat(List.of(parts.get(0), parts.get(2), parts.get(4))).containsExactly("a{x=", ",y=~", "}[15s]");
        assertThat(parts.get(1)).isEqualTo("<" + value + ">");
        assertThat(Pattern.compile(parts.get(3), Pattern.DOTALL).matcher(value).matches())
                .isTrue();
        assertThat(Pattern.compile(parts.get(3), Pattern.DOTALL)
                        .matcher(value + "x")
                        .matches())
                .isFalse();
    }

    @Property(tries = 1_000)
    void noArgumentLeavesItsLiteral(@ForAll("evil") String value, @ForAll("quotes") char quote) {
        Assume.that((quote != '`' || value.indexOf('`') < 0) && !value.contains("${"));
        String text = "a{x=" + quote + "<${args.a}>" + quote + ",y=~" + quote + "${args.a}" + quote + ",v=" + quote
                + "${version}" + quote + "}[${args.w}]";

        List<String> parts = parts(QueryText.withArguments(text, Map.of("a", value, "w", "5m")));

        assertThat(List.of(parts.get(0), parts.get(2), parts.get(4), parts.get(6)))
                .containsExactly("a{x=", ",y=~", ",v=", "}[5m]");
        assertThat(parts.get(1)).isEqualTo("<" + value + ">");
        assertThat(Pattern.compile(parts.get(3), Pattern.DOTALL).matcher(value).matches())
                .isTrue();
        assertThat(parts.get(5)).isEqualTo("${version}");
    }

    /** Outside a string nothing gets in that could be another query. */
    @Property(tries = 1_000)
    void anArgumentOutsideALiteralIsANumberOrADuration(@ForAll("evil") String value) {
        try {
            assertThat(QueryText.withArguments("up > ${args.a}", Map.of("a", value)))
                    .matches("up > [-+0-9.eE]+|up > [0-9smhdwy]+");
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("${args.a} outside a string with the value");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            up > ${args.n} # ${args.n}     | 5   | up > 5
            up > ${args.n}                 | -.5e-3 | up > -.5e-3
            x[${args.n}:${args.n}]         | 1h30m | x[1h30m:1h30m]
            x{v="${version}"}[${args.n}]   | 5m  | x{v="${version}"}[5m]
            """)
    void putsNumbersAndDurationsIn(String text, String value, String expected) {
        assertThat(QueryText.withArguments(text, Map.of("n", value)).strip()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            metric_${args.n}               | 5 | as a part of a word
            ${args.n}m                     | 5 | as a part of a word
            ${args.n}${args.n}             | 5 | as a part of a word
            x{v="$${args.n}"}              | {version} | another ${
            x{v="${args.n}{version}"}      | $ | another ${
            x{v="${args.n}                 | a | ends inside a string
            """)
    void refusesArgumentsThatWouldBeSomethingElse(String text, String value, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueryText.withArguments(text, Map.of("n", value)))
                .withMessageContaining(problem);
    }

    @Provide
    Arbitrary<String> evil() {
        return Arbitraries.strings()
                .withChars("ab\"'`\\{}[]()|.*+?^$#\n\t ~=!n0é")
                .ofMaxLength(20);
    }

    @Provide
    Arbitrary<Character> quotes() {
        return Arbitraries.of('"', '\'', '`');
    }

    private static String expand(String text) {
        return QueryText.expand(text, VALUES, INTERVAL);
    }

    /** Code and literals in turn, the literals as Prometheus reads them. */
    private static List<String> parts(String query) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (quote == 0 ? "\"'`".indexOf(c) >= 0 : c == quote) {
                parts.add(part.toString());
                part.setLength(0);
                quote = quote == 0 ? c : 0;
            } else if (quote != 0 && quote != '`' && c == '\\') {
                char escaped = query.charAt(++i);
                assertThat("\\n" + quote).contains(String.valueOf(escaped));
                part.append(escaped == 'n' ? '\n' : escaped);
            } else {
                assertThat(quote != 0 && quote != '`' && c == '\n')
                        .as("a line break in a literal")
                        .isFalse();
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
