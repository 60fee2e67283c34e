package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.serinus.routing.LintFinding.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which routes get nothing because others stand before them. */
class ReachLintTest {
    private static final String OLD = "route: [{destination: {host: reviews, subset: v1}}]";
    private static final String NEW = "route: [{destination: {host: reviews, subset: v2}}]";
    private static final Pair PAIR = new Pair(
            new Endpoint("reviews.shop.svc.cluster.local", "v1"), new Endpoint("reviews.shop.svc.cluster.local", "v2"));

    private static List<LintFinding> lint(Optional<Pair> pair, String spec) {
        return Lint.of(VirtualServices.spec("hosts: [reviews]\n" + spec), List.of(), pair, "cluster.local").stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .toList();
    }

    private static List<LintFinding> lint(String spec) {
        return lint(Optional.empty(), spec);
    }

    private static boolean hides(String kind, String earlier, String later) {
        List<LintFinding> findings =
                lint("%s: [{match: [%s], %s}, {match: [%s], %s}]".formatted(kind, earlier, OLD, later, NEW)).stream()
                        .filter(finding -> !finding.code().equals("unknown-field"))
                        .toList();
        assertThat(findings).allMatch(finding -> finding.code().equals("hidden-match"));
        return !findings.isEmpty();
    }

    @Nested
    class BehindARouteWithoutAMatch {
        @Test
        void nothingComes() {
            List<LintFinding> findings =
                    lint("http: [{name: all, %s}, {match: [{uri: {prefix: /a}}], %s}, {%s}]".formatted(OLD, NEW, NEW));
            assertThat(findings).extracting(LintFinding::code).containsOnly("unreachable-route");
            assertThat(findings).extracting(LintFinding::path).containsExactly("spec.http[1]", "spec.http[2]");
            assertThat(findings.getFirst().severity()).isEqualTo(Severity.WARNING);
            assertThat(findings.getFirst().sentence())
                    .startsWith(
                            "spec.http[0] (\"all\") stands before it and has no match, so it takes every request: this"
                                    + " route gets none.");
        }

        @Test
        void everythingComesInOrder() {
            assertThat(lint("http: [{match: [{uri: {prefix: /a}}], %s}, {%s}]".formatted(NEW, OLD)))
                    .isEmpty();
        }

        @Test
        void nothingComesToTcpRoutesEither() {
            assertThat(lint("tcp: [{%s}, {match: [{port: 1}], %s}]".formatted(OLD, NEW)))
                    .extracting(LintFinding::code, LintFinding::path)
                    .containsExactly(tuple("unreachable-route", "spec.tcp[1]"));
        }

        @Test
        void otherListsAreAsBefore() {
            assertThat(lint("http: [{%s}]\ntcp: [{match: [{port: 1}], %s}]".formatted(OLD, NEW)))
                    .isEmpty();
        }

        /** Istio takes a delegate's matches, which may leave something over. */
        @Test
        void thatDelegatesSomethingMayCome() {
            assertThat(lint("http: [{delegate: {name: a}}, {%s}]".formatted(OLD)))
                    .isEmpty();
        }

        /** Istio refuses it, but it takes nothing. */
        @Test
        void ofTlsSomethingComes() {
            assertThat(lint("tls: [{%s}, {match: [{sniHosts: [reviews]}], %s}]".formatted(OLD, NEW)))
                    .extracting(LintFinding::code)
                    .containsExactly("tls-without-sni-hosts");
        }
    }

    @Nested
    class HiddenMatches {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{uri: {prefix: /a}} | {uri: {prefix: /a}}",
                    "{uri: {prefix: /a}} | {name: other, uri: {prefix: /a}, statPrefix: x}",
                    "{name: one, uri: {prefix: /a}} | {uri: {prefix: /a/b}}",
                    "{uri: {prefix: /a}} | {uri: {exact: /a}}",
                    "{uri: {prefix: /a}} | {uri: {prefix: /ab}, headers: {x: {exact: y}}}",
                    "{uri: {prefix: /}} | {uri: {regex: '/a.*'}}",
                    "{uri: {prefix: /}} | {headers: {x: {exact: y}}}",
                    "{uri: {prefix: /}} | {uri: {prefix: /a}, ignoreUriCase: true}",
                    "{uri: {prefix: /a}, ignoreUriCase: true} | {uri: {prefix: /a}}",
                    "{uri: {regex: '/a.*'}} | {uri: {regex: '/a.*'}, method: {exact: GET}}",
                    "{} | {uri: {prefix: /a}}",
                    "{headers: {x: {}}} | {headers: {x: {exact: y}}}",
                    "{headers: {x: {prefix: y}}} | {headers: {x: {exact: yz}, z: {exact: y}}}",
                    "{queryParams: {q: {exact: a}}} | {queryParams: {q: {exact: a}}, port: 80}",
                    "{withoutHeaders: {x: {exact: y}}} | {withoutHeaders: {x: {exact: y}}, port: 80}",
                    "{authority: {prefix: shop}} | {authority: {exact: shop.example.com}}",
                    "{port: 80} | {port: 80, scheme: {exact: https}}",
                    "{sourceLabels: {app: a}} | {sourceLabels: {app: a, version: v1}}",
                    "{sourceNamespace: shop} | {sourceNamespace: shop, uri: {prefix: /a}}",
                    "{gateways: [a, b]} | {gateways: [b]}",
                    "{uri: {prefix: /a}} | {uri: {prefix: /a}, gateways: [a], sourceLabels: {app: a}}",
                })
        void areNeverUsed(String pair) {
            String[] blocks = pair.split(" \\| ");
            assertThat(hides("http", blocks[0], blocks[1])).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{uri: {prefix: /a/b}} | {uri: {prefix: /a}}",
                    "{uri: {exact: /a}} | {uri: {prefix: /a}}",
                    "{uri: {prefix: /a}} | {uri: {prefix: /b}}",
                    "{uri: {prefix: /a}} | {uri: {regex: '/a.*'}}",
                    "{uri: {prefix: /a}} | {headers: {x: {exact: y}}}",
                    "{uri: {prefix: /a}} | {uri: {prefix: /a}, ignoreUriCase: true}",
                    "{uri: {prefix: /A}, ignoreUriCase: false} | {uri: {prefix: /a}}",
                    "{uri: {prefix: /a}, method: {exact: GET}} | {uri: {prefix: /a}}",
                    "{headers: {x: {exact: y}}} | {headers: {x: {}}}",
                    "{headers: {x: {exact: y}}} | {headers: {z: {exact: y}}}",
                    "{headers: {x: {exact: y}}} | {withoutHeaders: {x: {exact: y}}}",
                    "{headers: {x: {}}} | {withoutHeaders: {x: {exact: y}}}",
                    "{headers: {'@request.auth.claims.a': {prefix: x}}} | {headers: {'@request.auth.claims.a': {exact: xy}}}",
                    "{queryParams: {q: {exact: a}}} | {headers: {q: {exact: a}}}",
                    "{withoutHeaders: {x: {exact: y}}} | {uri: {prefix: /a}}",
                    "{port: 80} | {port: 81}",
                    "{port: 80} | {uri: {prefix: /}}",
                    "{sourceLabels: {app: a, version: v1}} | {sourceLabels: {app: a}}",
                    "{sourceLabels: {app: a}} | {sourceLabels: {app: a}, gateways: [mesh]}",
                    "{gateways: [a]} | {gateways: [a, b]}",
                    "{gateways: [a]} | {uri: {prefix: /}}",
                    "{sourceNamespace: shop} | {sourceNamespace: pay}",
                    "{ofTheFuture: {exact: a}} | {uri: {prefix: /a}}",
                })
        void areNotThoseThatGetSomething(String pair) {
            String[] blocks = pair.split(" \\| ");
            assertThat(hides("http", blocks[0], blocks[1])).isFalse();
        }

        @Test
        void mayBeTakenByOneRouteEach() {
            String spec = """
                    http:
                    - {match: [{uri: {prefix: /a}}, {uri: {prefix: /x}}], %s}
                    - {match: [{uri: {prefix: /b}}], %s}
                    - {match: [{uri: {prefix: /a/1}}, {uri: {prefix: /b/1}}%s], %s}
                    """;
            List<LintFinding> findings = lint(spec.formatted(OLD, OLD, "", NEW));
            assertThat(findings).hasSize(1);
            assertThat(findings.getFirst().sentence())
                    .startsWith("spec.http[0] and spec.http[1] stand before it and take every request");
            assertThat(lint(spec.formatted(OLD, OLD, ", {uri: {prefix: /c}}", NEW)))
                    .isEmpty();
        }

        @Test
        void hideARouteWithoutAMatchToo() {
            assertThat(lint("http: [{match: [{uri: {prefix: /}}], %s}, {%s}]".formatted(OLD, NEW)))
                    .extracting(LintFinding::code)
                    .containsExactly("hidden-match");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{port: 1} | {port: 1, sourceLabels: {app: a}}",
                    "{port: 1, destinationSubnets: [10.0.0.0/8]} | {port: 1, destinationSubnets: [10.0.0.0/8]}",
                    "{gateways: [mesh]} | {gateways: [mesh], destinationSubnets: [10.0.0.0/8]}"
                })
        void areNeverUsedInTcpRoutes(String pair) {
            String[] blocks = pair.split(" \\| ");
            assertThat(hides("tcp", blocks[0], blocks[1])).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{port: 1} | {port: 2}",
                    "{destinationSubnets: [10.0.0.0/8]} | {destinationSubnets: [10.1.0.0/16]}",
                    "{destinationSubnets: [10.0.0.0/8]} | {port: 1, destinationSubnets: [10.0.0.0/8]}"
                })
        void getSomethingInTcpRoutes(String pair) {
            String[] blocks = pair.split(" \\| ");
            assertThat(hides("tcp", blocks[0], blocks[1])).isFalse();
        }

        /** Of tls routes the closest host decides, not the order. */
        @Test
        void ofTlsAreOnlyThoseThatAreTheSame() {
            assertThat(hides("tls", "{port: 443, sniHosts: [reviews]}", "{port: 443, sniHosts: [reviews]}"))
                    .isTrue();
            assertThat(hides("tls", "{sniHosts: ['*.shop']}", "{sniHosts: [reviews.shop]}"))
                    .isFalse();
            assertThat(hides("tls", "{sniHosts: [reviews]}", "{port: 443, sniHosts: [reviews]}"))
                    .isFalse();
        }
    }

    @Nested
    class OfARelease {
        private static List<LintFinding> of(String spec) {
            return lint(Optional.of(PAIR), spec);
        }

        @Test
        void theManagedRouteMustBeReached() {
            List<LintFinding> findings =
                    of("http: [{match: [{uri: {prefix: /}}], redirect: {uri: /new}}, {%s}]".formatted(OLD));
            assertThat(findings).hasSize(1);
            assertThat(findings.getFirst().code()).isEqualTo("unreachable-managed-route");
            assertThat(findings.getFirst().severity()).isEqualTo(Severity.ERROR);
            assertThat(findings.getFirst().path()).isEqualTo("spec.http[1]");
        }

        @Test
        void oneManagedRouteOfSeveralMayBeOutOfReach() {
            List<LintFinding> findings = of("http: [{%s}, {match: [{uri: {prefix: /a}}], %s}]".formatted(OLD, OLD));
            assertThat(findings)
                    .extracting(LintFinding::code, LintFinding::severity, LintFinding::path)
                    .containsExactly(tuple("unreachable-managed-route", Severity.WARNING, "spec.http[1]"));
        }

        @Test
        void theRouteOfTheCanaryIsNamed() {
            List<LintFinding> findings = of("""
                    http:
                    - {match: [{uri: {prefix: /}}], %s}
                    - {match: [{headers: {x-user: {exact: tester}}}], %s}
                    """.formatted(OLD, NEW));
            assertThat(findings).hasSize(1);
            assertThat(findings.getFirst().code()).isEqualTo("hidden-match");
            assertThat(findings.getFirst().sentence()).contains("It leads to the canary, to whom it brings nothing.");
        }

        @Test
        void otherRoutesAreAsWithoutOne() {
            List<LintFinding> findings = of("http: [{%s}, {route: [{destination: {host: ratings}}]}]".formatted(OLD));
            assertThat(findings).extracting(LintFinding::code).containsExactly("unreachable-route");
            assertThat(findings.getFirst().sentence()).doesNotContain("It leads to");
        }
    }
}
