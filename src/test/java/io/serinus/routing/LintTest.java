package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.routing.LintFinding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each finding where it belongs, and none in the case that is nearest to it. */
class LintTest {
    private static final String HOSTS = "hosts: [reviews]\n";
    private static final String V1 = "{destination: {host: reviews, subset: v1}}";
    private static final String V2 = "{destination: {host: reviews, subset: v2}}";
    private static final String SPLIT = "[{destination: {host: reviews, subset: v1}, weight: 90},"
            + " {destination: {host: reviews, subset: v2}, weight: 10}]";
    private static final DestinationRule RULE = rule("""
            host: reviews
            subsets:
            - {name: v1, labels: {version: v1}}
            - {name: v2, labels: {version: v2}}
            """);
    private static final Endpoint BASELINE = new Endpoint("reviews.shop.svc.cluster.local", "v1");
    private static final Endpoint CANARY = new Endpoint("reviews.shop.svc.cluster.local", "v2");

    private static DestinationRule rule(String spec) {
        return new DestinationRule("shop", "reviews", Map.of("spec", VirtualServices.tree(spec)));
    }

    private static List<LintFinding> lint(String spec, DestinationRule... rules) {
        return lint(Optional.empty(), spec, rules);
    }

    private static List<LintFinding> release(String spec, DestinationRule... rules) {
        return lint(Optional.of(new Pair(BASELINE, CANARY)), spec, rules);
    }

    private static List<LintFinding> lint(Optional<Pair> pair, String spec, DestinationRule... rules) {
        return Lint.of(
                VirtualServices.spec(HOSTS + spec),
                rules.length == 0 ? List.of(RULE) : List.of(rules),
                pair,
                "cluster.local");
    }

    private static LintFinding only(List<LintFinding> findings) {
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }

    private static void assertOnly(List<LintFinding> findings, Severity severity, String code, String path) {
        LintFinding finding = only(findings);
        assertThat(finding.code()).isEqualTo(code);
        assertThat(finding.severity()).as(finding.toString()).isEqualTo(severity);
        assertThat(finding.path()).isEqualTo(path);
    }

    private static List<String> codes(List<LintFinding> findings) {
        return findings.stream().map(LintFinding::code).toList();
    }

    @Test
    void findsNothingInASoundObject() {
        assertThat(lint("""
                http:
                - name: testers
                  match: [{headers: {x-user: {exact: tester}}}, {queryParams: {version: {exact: v2}}}]
                  timeout: 2s
                  route: [%s]
                - name: old
                  match: [{uri: {exact: /old}}]
                  redirect: {uri: /new}
                - match: [{uri: {prefix: /status}}]
                  directResponse: {status: 200}
                - route: %s
                tls:
                - match: [{port: 443, sniHosts: [reviews]}]
                  route: [%s]
                tcp:
                - match: [{port: 9000}]
                  route: [%s]
                """.formatted(V2, SPLIT, V1, V1))).isEmpty();
    }

    @Test
    void writesEverySentenceOnOneLineAndToItsEnd() {
        var all = new ArrayList<>(lint("""
                http:
                - {name: serinus-match-2, timeout: 1s, mirror: {host: reviews, subset: v9}, route: [{weight: 1}, %s]}
                - {redirect: {uri: /a}, route: [{destination: {host: '*.b'}, weight: -1}]}
                - {delegate: {name: a}}
                - {}
                """.formatted(V1)));
        all.addAll(lint("http: {route: []}"));
        assertThat(codes(all)).hasSizeGreaterThan(10);
        assertThat(all)
                .allSatisfy(finding -> assertThat(finding.sentence())
                        .matches("[A-Z\"s][^\n]*\\.")
                        .doesNotContain("  ", "..", "null"));
    }

    @Nested
    class Shapes {
        @Test
        void aSpecWithoutRoutes() {
            assertOnly(lint("http: null"), Severity.ERROR, "no-routes", "spec");
            assertOnly(lint("http: []"), Severity.ERROR, "no-routes", "spec");
            assertThat(lint("tcp: [{route: [" + V1 + "]}]")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "spec.http | http: {route: [{destination: {host: a}}]}",
                    "spec.http[0] | http: [all]",
                    "spec.http[0].match | http: [{match: {uri: {prefix: /}}, route: [{destination: {host: a}}]}]",
                    "spec.http[0].match[0] | http: [{match: [null], route: [{destination: {host: a}}]}]",
                    "spec.http[0].route | http: [{route: {destination: {host: a}}}]",
                    "spec.tcp[0].route[0] | tcp: [{route: [a]}]",
                    "spec.http[0].delegate | http: [{delegate: other}]",
                    "spec.http[0].mirror | http: [{mirror: a, route: [{destination: {host: a}}]}]",
                    "spec.gateways | {gateways: mesh, tcp: [{route: [{destination: {host: a}}]}]}",
                    "spec.hosts[0] | {hosts: [1], tcp: [{route: [{destination: {host: a}}]}]}",
                    "spec.http[0].name | http: [{name: 5, route: [{destination: {host: a}}]}]",
                    "spec.http[0].match[0].uri | http: [{match: [{uri: /a}], route: [{destination: {host: a}}]}]",
                    "spec.http[0].match[0].headers.x | http: [{match: [{headers: {x: a}}], route: [{destination: {host: a}}]}]",
                    "spec.http[0].match[0].headers.x.exact | http: [{match: [{headers: {x: {exact: true}}}], route: [{destination: {host: a}}]}]",
                    "spec.http[0].match[0].headers[\"a.b\"] | http: [{match: [{headers: {a.b: c}}], route: [{destination: {host: a}}]}]",
                    "spec.http[0].match[0].port | http: [{match: [{port: '80'}], route: [{destination: {host: a}}]}]",
                    "spec.http[0].match[0].port | http: [{match: [{port: -1}], route: [{destination: {host: a}}]}]",
                    "spec.http[0].match[0].ignoreUriCase | http: [{match: [{ignoreUriCase: 'true'}], route: [{destination: {host: a}}]}]",
                    "spec.http[0].timeout | http: [{timeout: 10, route: [{destination: {host: a}}]}]",
                    "spec.http[0].timeout | http: [{timeout: 5x, route: [{destination: {host: a}}]}]",
                    "spec.http[0].timeout | http: [{timeout: -5s, route: [{destination: {host: a}}]}]",
                    "spec.http[0].timeout | http: [{timeout: '', route: [{destination: {host: a}}]}]",
                    "spec.http[0].retries | http: [{retries: 3, route: [{destination: {host: a}}]}]",
                    "spec.http[0].retries.perTryTimeout | http: [{retries: {perTryTimeout: 2}, route: [{destination: {host: a}}]}]",
                    "spec.http[0].fault.abort.percentage.value | http: [{fault: {abort: {httpStatus: 500, percentage: {value: all}}}, route: [{destination: {host: a}}]}]",
                    "spec.http[0].redirect.derivePort | http: [{redirect: {uri: /, derivePort: MINE}}]",
                    "spec.http[0].route[0].destination | http: [{route: [{destination: a}]}]",
                    "spec.http[0].route[0].destination.subset | http: [{route: [{destination: {host: a, subset: 1.10}}]}]",
                    "spec.http[0].route[0].destination.port | http: [{route: [{destination: {host: a, port: 80}}]}]",
                    "spec.tcp[0].route[0].destination.subset | tcp: [{route: [{destination: {host: a, subset: 1}}]}]",
                })
        void anythingOfAnotherShape(String example) {
            String[] parts = example.split(" \\| ");
            VirtualService vs = VirtualServices.spec(parts[1]);
            assertOnly(
                    Lint.of(vs, List.of(), Optional.empty(), "cluster.local"), Severity.ERROR, "wrong-type", parts[0]);
        }

        @Test
        void aSpecThatIsText() {
            var vs = new VirtualService("shop", "reviews", "1", Map.of(), Map.of("spec", "http"));
            assertOnly(Lint.of(vs, List.of(), Optional.empty(), "cluster.local"), Severity.ERROR, "wrong-type", "spec");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0s", "10s", "1.5s", "300ms", "1h30m", ".5s", "10us", "1.s"})
        void durationsAsIstioReadsThem(String timeout) {
            assertThat(lint("http: [{timeout: " + timeout + ", retries: {attempts: 2, backoff: " + timeout
                            + "}, route: [" + V1 + "]}]"))
                    .isEmpty();
        }

        @Test
        void numbersThatAreTextsSaySo() {
            LintFinding finding = only(lint("http: [{route: [{destination: {host: a, subset: 1}}]}]"));
            assertThat(finding.sentence())
                    .isEqualTo("This is 1, expected text; the API server refuses it. Put it in quotes.");
        }

        /** Read as absent, they would be one version. */
        @Test
        void subsetsOfAnotherTypeAreNoDuplicates() {
            assertThat(codes(lint("""
                            http:
                            - route:
                              - {destination: {host: a, subset: 1}, weight: 100}
                              - {destination: {host: a, subset: 2}, weight: 0}
                            """))).containsExactly("wrong-type", "wrong-type");
        }

        /** Read as absent, it would take every request. */
        @Test
        void aConditionOfAnotherShapeHidesNoRoute() {
            assertOnly(
                    lint("http: [{match: [{uri: /a}], route: [%s]}, {route: [%s]}]".formatted(V1, V2)),
                    Severity.ERROR,
                    "wrong-type",
                    "spec.http[0].match[0].uri");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "spec.htpp | did you mean http? | htpp: []\nhttp: [{route: [%s]}]",
                    "spec.http[0].retry | did you mean retries? | http: [{retry: {attempts: 3}, route: [%s]}]",
                    "spec.http[0].match[0].header | did you mean headers? | http: [{match: [{header: {x: {exact: a}}}], route: [%s]}]",
                    "spec.http[0].match[0].uri.prefx | did you mean prefix? | http: [{match: [{uri: {prefx: /a}}], route: [%s]}]",
                    "spec.http[0].route[0].wieght | did you mean weight? | http: [{route: [{destination: {host: a}, wieght: 90}]}]",
                    "spec.http[0].route[0].destination.Subset | did you mean subset? | http: [{route: [{destination: {host: a, Subset: v1}}]}]",
                    "spec.http[0].route[0].destination.port.nmuber | did you mean number? | http: [{route: [{destination: {host: a, port: {nmuber: 80}}}]}]",
                    "spec.http[0].redirect.prefix_rewrite | did you mean prefixRewrite? | http: [{redirect: {prefix_rewrite: /}}]",
                    "spec.http[0].route[0].destination.zone | but host, subset, port. | http: [{route: [{destination: {host: a, zone: x}}]}]",
                    "spec.tcp[0].timeout | but match, route. | tcp: [{timeout: 1s, route: [%s]}]",
                    "spec.http[0][\"x.y\"] | but name, match, | http: [{x.y: 1, route: [%s]}]",
                })
        void fieldsThatIstioDoesNotHave(String example) {
            String[] parts = example.split(" \\| ");
            List<LintFinding> findings = lint(parts[2].replace("%s", V1));
            assertOnly(findings, Severity.WARNING, "unknown-field", parts[0]);
            assertThat(only(findings).sentence()).contains(" here, " + parts[1]);
        }

        /** It would look like a route that takes everything. */
        @Test
        void aRouteOfAnotherShapeHidesNoOther() {
            List<LintFinding> findings =
                    lint("http: [{match: {uri: {prefix: /a}}, route: [%s]}, {route: [%s]}]".formatted(V1, V2));
            assertThat(codes(findings)).containsExactly("wrong-type");
        }

        @Test
        void routesThatDoNothing() {
            assertOnly(
                    lint("http: [{name: all, timeout: 1s}]"), Severity.ERROR, "route-without-action", "spec.http[0]");
            assertOnly(lint("http: [{route: []}]"), Severity.ERROR, "route-without-action", "spec.http[0]");
            assertOnly(lint("tcp: [{match: [{port: 1}]}]"), Severity.ERROR, "route-without-action", "spec.tcp[0]");
            assertThat(lint("http: [{directResponse: {status: 200}}]")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "redirect: {uri: /a}, route: [{destination: {host: a}}]",
                    "directResponse: {status: 200}, route: [{destination: {host: a}}]",
                    "redirect: {uri: /a}, directResponse: {status: 200}",
                    "redirect: {uri: /a}, rewrite: {uri: /b}",
                    "directResponse: {status: 200}, fault: {abort: {httpStatus: 500}}"
                })
        void actionsThatExcludeEachOther(String route) {
            assertOnly(lint("http: [{" + route + "}]"), Severity.ERROR, "conflicting-actions", "spec.http[0]");
        }

        @Test
        void aDelegateBesideADestination() {
            assertThat(codes(lint("http: [{delegate: {name: a}, route: [{destination: {host: a}}]}]")))
                    .containsExactly("conflicting-actions", "delegate-root");
            assertThat(codes(lint("http: [{delegate: {name: a}, route: []}]"))).containsExactly("delegate-root");
        }

        @Test
        void actionsThatGoTogether() {
            assertThat(lint("http: [{rewrite: {uri: /b}, fault: {abort: {httpStatus: 500}}, route: [" + V1 + "]}]"))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{weight: 1}",
                    "{destination: {subset: v1}, weight: 1}",
                    "{destination: {host: ''}, weight: 1}",
                })
        void destinationsWithoutAHost(String entry) {
            assertOnly(
                    lint("http: [{route: [{destination: {host: a}, weight: 99}, " + entry + "]}]"),
                    Severity.ERROR,
                    "destination-missing",
                    "spec.http[0].route[1]");
        }

        @Test
        void tlsRoutesWithoutHosts() {
            String route = "route: [" + V1 + "]";
            assertOnly(lint("tls: [{" + route + "}]"), Severity.ERROR, "tls-without-sni-hosts", "spec.tls[0].match");
            assertOnly(
                    lint("tls: [{match: [{port: 443, sniHosts: [reviews]}, {port: 444}], " + route + "}]"),
                    Severity.ERROR,
                    "tls-without-sni-hosts",
                    "spec.tls[0].match[1]");
            assertThat(lint("tcp: [{" + route + "}]")).isEmpty();
        }
    }

    @Nested
    class Hosts {
        @Test
        void thatStandForAll() {
            VirtualService vs = VirtualServices.spec("""
                    hosts: ['*', reviews.example.com]
                    gateways: [ingress]
                    http: [{route: [{destination: {host: reviews}}]}]
                    """);
            assertOnly(
                    Lint.of(vs, List.of(), Optional.empty(), "cluster.local"),
                    Severity.WARNING,
                    "wildcard-host",
                    "spec.hosts[0]");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "gateways: [ingress, mesh]"})
        void thatStandForAllOfTheMesh(String gateways) {
            VirtualService vs = VirtualServices.spec("""
                    hosts: ['*']
                    http: [{route: [{destination: {host: reviews}}]}]
                    """ + gateways);
            assertOnly(
                    Lint.of(vs, List.of(), Optional.empty(), "cluster.local"),
                    Severity.ERROR,
                    "wildcard-host",
                    "spec.hosts[0]");
        }

        @Test
        void thatStandForADomain() {
            VirtualService vs = VirtualServices.spec("""
                    hosts: ['*.example.com']
                    http: [{route: [{destination: {host: reviews}}]}]
                    """);
            LintFinding finding = only(Lint.of(vs, List.of(), Optional.empty(), "cluster.local"));
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.sentence()).contains("\"*.example.com\"");
        }

        @Test
        void ofDestinations() {
            assertOnly(
                    lint("http: [{route: [{destination: {host: '*.example.com'}}]}]"),
                    Severity.WARNING,
                    "wildcard-host",
                    "spec.http[0].route[0].destination.host");
            assertOnly(
                    lint("tcp: [{route: [{destination: {host: '*'}}]}]"),
                    Severity.ERROR,
                    "wildcard-host",
                    "spec.tcp[0].route[0].destination.host");
        }
    }

    @Nested
    class Delegates {
        @Test
        void leadTheReaderOn() {
            LintFinding finding = only(lint("http: [{match: [{uri: {prefix: /a}}], delegate: {name: a}}]"));
            assertThat(finding.code()).isEqualTo("delegate-root");
            assertThat(finding.severity()).isEqualTo(Severity.INFO);
            assertThat(finding.sentence()).contains("VirtualService shop/a").contains("annotate that one");
            assertThat(only(lint("http: [{delegate: {name: a, namespace: other}}]"))
                            .sentence())
                    .contains("VirtualService other/a");
        }

        @Test
        void doNotDelegate() {
            VirtualService vs = VirtualServices.spec("http: [{delegate: {name: a}}]");
            assertOnly(
                    Lint.of(vs, List.of(), Optional.empty(), "cluster.local"),
                    Severity.ERROR,
                    "delegate-root",
                    "spec.http[0].delegate");
        }
    }

    @Nested
    class Weights {
        private static List<LintFinding> of(String... weights) {
            var entries = new ArrayList<String>();
            for (int i = 0; i < weights.length; i++) {
                entries.add("{destination: {host: host-" + i + "}" + (weights[i].isEmpty() ? "" : ", weight: ")
                        + weights[i] + "}");
            }
            return lint("http: [{route: [" + String.join(", ", entries) + "]}]");
        }

        @Test
        void thatSumTo100() {
            assertThat(of("90", "10")).isEmpty();
            assertThat(of("100", "0")).isEmpty();
            assertThat(of("33", "33", "34")).isEmpty();
            assertThat(of("")).isEmpty();
            assertThat(of("100")).isEmpty();
        }

        @Test
        void thatSumToSomethingElseAreShares() {
            LintFinding finding = only(of("90", "20"));
            assertThat(finding.code()).isEqualTo("weights-sum");
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.path()).isEqualTo("spec.http[0].route");
            assertThat(finding.sentence()).contains("sum to 110", "host-0 gets 81.8 %", "host-1 gets 18.2 %");
            assertThat(only(of("9", "1")).sentence()).contains("host-0 gets 90 %, host-1 gets 10 %");
            assertThat(only(of("50", "0")).sentence()).contains("host-0 gets 100 %;");
            assertThat(only(of("99999", "1")).sentence()).contains("host-1 gets less than 0.1 %");
            assertThat(only(of("2147483647", "2147483647")).sentence()).contains("sum to 4294967294", "gets 50 %");
        }

        @Test
        void ofTheOnlyDestinationDoNothing() {
            assertOnly(of("20"), Severity.WARNING, "weights-sum", "spec.http[0].route[0].weight");
            assertOnly(of("0"), Severity.WARNING, "weights-sum", "spec.http[0].route[0].weight");
        }

        @Test
        void thatAreMissingCountAsNothing() {
            assertOnly(of("100", ""), Severity.WARNING, "weight-missing", "spec.http[0].route[1].weight");
            assertThat(codes(of("", "80", "null"))).containsExactly("weight-missing", "weight-missing", "weights-sum");
        }

        @Test
        void thatAreAllZeroAreRefused() {
            assertOnly(of("0", "0"), Severity.ERROR, "weights-zero", "spec.http[0].route");
            assertOnly(of("", ""), Severity.ERROR, "weights-zero", "spec.http[0].route");
        }

        @ParameterizedTest
        @ValueSource(strings = {"-5", "10.5", "half", "'10'", "2147483648", "[10]", "true"})
        void thatAreNoneAreRefused(String weight) {
            assertOnly(of("90", weight), Severity.ERROR, "weight-invalid", "spec.http[0].route[1].weight");
            assertOnly(of(weight), Severity.ERROR, "weight-invalid", "spec.http[0].route[0].weight");
        }

        @Test
        void mayHaveAPoint() {
            assertThat(of("90.0", "10.0")).isEmpty();
        }

        @Test
        void ofTcpAndTlsRoutesTheSame() {
            String route = "route: [{destination: {host: a}, weight: 5}, {destination: {host: b}, weight: 5}]";
            assertOnly(lint("tcp: [{" + route + "}]"), Severity.WARNING, "weights-sum", "spec.tcp[0].route");
            assertOnly(
                    lint("tls: [{match: [{sniHosts: [reviews]}], " + route + "}]"),
                    Severity.WARNING,
                    "weights-sum",
                    "spec.tls[0].route");
        }
    }

    @Nested
    class Duplicates {
        @Test
        void ofOneVersion() {
            List<LintFinding> findings = lint("""
                    http:
                    - route:
                      - {destination: {host: reviews, subset: v1}, weight: 50}
                      - {destination: {host: reviews.shop.svc.cluster.local, subset: v1}, weight: 50}
                    """);
            assertOnly(findings, Severity.WARNING, "duplicate-destination", "spec.http[0].route[1]");
            assertThat(only(findings).sentence()).contains("at spec.http[0].route[0]");
        }

        @Test
        void ofAVersionOfTheRelease() {
            assertOnly(release("""
                            http:
                            - route:
                              - {destination: {host: reviews, subset: v1, port: {number: 80}}, weight: 50}
                              - {destination: {host: reviews, subset: v1, port: {number: 81}}, weight: 50}
                            """), Severity.ERROR, "duplicate-destination", "spec.http[0].route[1]");
        }

        @Test
        void areNotVersionsThatDiffer() {
            assertThat(lint("http: [{route: " + SPLIT + "}]")).isEmpty();
            assertThat(lint("""
                    http:
                    - route:
                      - {destination: {host: a, port: {number: 80}}, weight: 50}
                      - {destination: {host: a, port: {number: 81}}, weight: 50}
                    """)).isEmpty();
            assertThat(lint("http: [{match: [{port: 1}], route: [" + V1 + "]}, {route: [" + V1 + "]}]"))
                    .isEmpty();
        }
    }

    @Nested
    class Subsets {
        @Test
        void thatNoRuleHas() {
            List<LintFinding> findings = lint("http: [{route: [{destination: {host: reviews, subset: v3}}]}]");
            assertOnly(findings, Severity.ERROR, "missing-subset", "spec.http[0].route[0].destination.subset");
            assertThat(only(findings).sentence())
                    .startsWith(
                            "DestinationRule shop/reviews has no subset \"v3\" under spec.subsets, expected it there;"
                                    + " found v1, v2. Each request that is sent to it is answered with 503.");
            assertThat(only(lint("tcp: [{route: [{destination: {host: reviews, subset: v3}}]}]"))
                            .sentence())
                    .contains("Each connection that is sent to it fails.");
        }

        @Test
        void thatMirrorsName() {
            assertThat(lint("""
                            http:
                            - mirror: {host: reviews, subset: v3}
                              route: [{destination: {host: reviews, subset: v1}}]
                            - match: [{port: 1}]
                              mirrors: [{destination: {host: reviews, subset: v4}}]
                              route: [{destination: {host: reviews, subset: v1}}]
                            """))
                    .filteredOn(finding -> finding.code().equals("missing-subset"))
                    .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.WARNING))
                    .extracting(LintFinding::path)
                    .containsExactly("spec.http[0].mirror.subset", "spec.http[1].mirrors[0].destination.subset");
        }

        @Test
        void ofHostsWithoutARuleAreUnknownOncePerHost() {
            List<LintFinding> findings = lint("""
                    http:
                    - match: [{port: 1}]
                      route: [{destination: {host: ratings, subset: v1}}]
                    - route:
                      - {destination: {host: ratings, subset: v1}, weight: 90}
                      - {destination: {host: ratings, subset: v2}, weight: 10}
                    """);
            assertOnly(findings, Severity.INFO, "subset-unknown", "spec.http[0].route[0].destination.subset");
            assertThat(lint("http: [{route: [{destination: {host: ratings}}]}]"))
                    .isEmpty();
        }

        @Test
        void thatTheReleaseWillNeed() {
            var pair = new Pair(BASELINE, new Endpoint("reviews.shop.svc.cluster.local", "v3"));
            String spec = "http: [{route: [" + V1 + "]}]";
            assertOnly(lint(Optional.of(pair), spec), Severity.ERROR, "missing-subset", "spec.http[0].route");
            assertThat(release(spec)).isEmpty();
        }
    }

    @Nested
    class VersionsOfTheRelease {
        private static final String V1_ONLY = "http: [{route: [" + V1 + "]}]";

        private static DestinationRule labels(String v1, String v2) {
            return rule("{host: reviews, subsets: [{name: v1, labels: " + v1 + "}, {name: v2, labels: " + v2 + "}]}");
        }

        @Test
        void thatHaveTheSamePods() {
            DestinationRule rule = labels("{version: a}", "{version: a}");
            List<LintFinding> findings = release("http: [{route: " + SPLIT + "}]", rule);
            assertThat(findings.getFirst().code()).isEqualTo("subsets-overlap");
            assertThat(findings.getFirst().severity()).isEqualTo(Severity.ERROR);
            assertThat(findings.getFirst().path()).isEqualTo("spec.http[0].route[1].destination.subset");
            assertThat(findings.getFirst().sentence())
                    .startsWith("Subsets \"v1\" (the baseline) and \"v2\" (the canary) of DestinationRule shop/reviews"
                            + " both select pods by version=a: they are the same pods");
            assertThat(codes(findings)).containsExactly("subsets-overlap", "version-not-measurable");
            assertThat(lint("http: [{route: " + SPLIT + "}]", rule)).isEmpty();
        }

        @Test
        void ofWhichOneHasThePodsOfBoth() {
            List<LintFinding> findings =
                    release(V1_ONLY, labels("{version: a}", "{version: a, app: reviews, track: canary}"));
            assertThat(findings.getFirst().severity()).isEqualTo(Severity.WARNING);
            assertThat(findings.getFirst().sentence())
                    .startsWith(
                            "Subset \"v1\" of DestinationRule shop/reviews selects pods by version=a, and so those of"
                                    + " subset \"v2\", too, which selects by app=reviews, track=canary, version=a");
            assertThat(codes(findings)).containsExactly("subsets-overlap", "version-not-measurable");
            assertThat(findings.getLast().severity()).isEqualTo(Severity.ERROR);
        }

        @Test
        void withoutLabels() {
            List<LintFinding> findings = release("http: [{route: " + SPLIT + "}]", labels("{}", "{version: v2}"));
            assertThat(codes(findings)).containsExactly("version-not-measurable", "subsets-overlap");
            assertThat(findings).extracting(LintFinding::path).containsOnly("spec.http[0].route[0].destination.subset");
            assertThat(findings.getFirst().sentence()).contains("selects pods by no label, expected one of the labels");
        }

        @Test
        void thatMetricsCannotTellApart() {
            List<LintFinding> findings = release(V1_ONLY, labels("{track: stable}", "{track: canary}"));
            assertThat(codes(findings)).containsExactly("version-not-measurable", "version-not-measurable");
            assertThat(findings)
                    .extracting(LintFinding::path)
                    .containsExactly("spec.http[0].route[0].destination.subset", "spec.http[0].route");
            assertThat(findings.getFirst().sentence()).contains("selects pods by track=stable, expected one of");
            assertOnly(
                    release(V1_ONLY, labels("{version: a, track: stable}", "{version: a, track: canary}")),
                    Severity.ERROR,
                    "version-not-measurable",
                    "spec.http[0].route");
        }

        @Test
        void thatHaveLabelsOfTheirOwn() {
            assertThat(release(V1_ONLY, labels("{app: a, version: v1}", "{app: a, version: v2}")))
                    .isEmpty();
            assertThat(release(V1_ONLY, labels("{app.kubernetes.io/version: '1'}", "{version: v2}")))
                    .isEmpty();
        }
    }

    @Nested
    class ConsistentHash {
        private static final String HASH = "{loadBalancer: {consistentHash: {httpCookie: {name: user, ttl: 0s}}}}";
        private static final DestinationRule ON_HOST = rule("""
                host: reviews
                trafficPolicy: %s
                subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]
                """.formatted(HASH));
        private static final DestinationRule ON_SUBSET = rule("""
                host: reviews
                subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}, trafficPolicy: %s}]
                """.formatted(HASH));
        private static final DestinationRule OVERRIDDEN = rule("""
                host: reviews
                trafficPolicy: %s
                subsets:
                - {name: v1, trafficPolicy: {loadBalancer: {simple: RANDOM}}}
                - {name: v2, trafficPolicy: {loadBalancer: {simple: RANDOM}}}
                """.formatted(HASH));

        @Test
        void besideWeights() {
            List<LintFinding> findings = lint("http: [{route: " + SPLIT + "}]", ON_HOST);
            assertOnly(findings, Severity.WARNING, "consistent-hash-with-weights", "spec.http[0].route");
            assertThat(only(findings).sentence())
                    .startsWith(
                            "spec.trafficPolicy.loadBalancer.consistentHash in the DestinationRule shop/reviews picks");
            assertThat(only(lint("http: [{route: " + SPLIT + "}]", ON_SUBSET)).sentence())
                    .startsWith("spec.subsets[1].trafficPolicy.loadBalancer.consistentHash in");
        }

        @Test
        void besideTheWeightsOfTheRelease() {
            String spec = "http: [{route: [" + V1 + "]}]";
            assertThat(lint(spec, ON_HOST)).isEmpty();
            assertThat(codes(release(spec, ON_HOST))).containsExactly("consistent-hash-with-weights");
        }

        @Test
        void thatIsNotInForce() {
            assertThat(lint("http: [{route: " + SPLIT + "}]", OVERRIDDEN)).isEmpty();
        }

        @Test
        void ofConnectionsNeedsAnAddress() {
            String tcp = "tcp: [{route: " + SPLIT + "}]";
            assertThat(lint(tcp, ON_HOST)).isEmpty();
            DestinationRule byAddress = rule("""
                    host: reviews
                    trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true}}}
                    subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]
                    """);
            assertThat(only(lint(tcp, byAddress)).sentence()).contains("each connection anew");
        }
    }

    @Nested
    class RoutePolicies {
        @Test
        void areShared() {
            List<LintFinding> findings = lint("http: [{timeout: 1s, retries: {attempts: 2}, route: " + SPLIT + "}]");
            assertThat(findings)
                    .extracting(LintFinding::path)
                    .containsExactly("spec.http[0].timeout", "spec.http[0].retries");
            assertThat(findings).allSatisfy(finding -> {
                assertThat(finding.code()).isEqualTo("shared-route-policy");
                assertThat(finding.severity()).isEqualTo(Severity.INFO);
            });
            assertThat(lint("http: [{timeout: 1s, route: [" + V1 + "]}]")).isEmpty();
        }

        @Test
        void doNotExistInDestinations() {
            assertOnly(
                    lint("http: [{route: [{destination: {host: reviews, subset: v1}, timeout: 1s}]}]"),
                    Severity.WARNING,
                    "shared-route-policy",
                    "spec.http[0].route[0].timeout");
        }
    }

    @Nested
    class Names {
        @Test
        void thatAreReserved() {
            assertOnly(
                    lint("http: [{name: serinus-match, route: [" + V1 + "]}]"),
                    Severity.ERROR,
                    "reserved-name",
                    "spec.http[0].name");
            assertThat(lint("http: [{name: serinus-all, route: [" + V1 + "]}]")).isEmpty();
        }
    }

    @Nested
    class Mirrors {
        @Test
        void thatStandAlready() {
            assertOnly(
                    lint("http: [{mirror: {host: reviews}, route: [" + V1 + "]}]"),
                    Severity.INFO,
                    "mirror-present",
                    "spec.http[0].mirror");
            assertOnly(
                    lint("http: [{mirrors: [{destination: {host: reviews}}], route: [" + V1 + "]}]"),
                    Severity.INFO,
                    "mirror-present",
                    "spec.http[0].mirrors");
            assertThat(lint("http: [{mirrors: [], route: [" + V1 + "]}]")).isEmpty();
        }
    }

    @Nested
    class Releases {
        private static List<LintFinding> of(String spec, String canary) {
            VirtualService vs = VirtualServices.spec(HOSTS + spec);
            return Lint.ofRelease(
                    vs,
                    List.of(RULE),
                    Selection.of(vs, CanaryName.parse(canary), Optional.empty(), List.of(), "cluster.local"),
                    "cluster.local");
        }

        @Test
        void thatWouldBeRefused() {
            List<LintFinding> findings = of("http: [{route: [" + V2 + "]}]", "v2");
            assertOnly(findings, Severity.ERROR, "release-refused", "spec.http[0].route");
            assertThat(only(findings).sentence())
                    .startsWith(
                            "A release would be refused: spec.http[0].route gives traffic to no destination besides the"
                                    + " canary, subset v2;")
                    .endsWith(".");
            assertOnly(
                    of("http: [{route: [{destination: {host: reviews}}]}]", "v2"),
                    Severity.ERROR,
                    "release-refused",
                    "spec");
        }

        @Test
        void thatWouldBegin() {
            assertThat(of("http: [{route: [" + V1 + "]}]", "v2")).isEmpty();
        }

        @Test
        void knowTheirPair() {
            assertThat(codes(of("http: [{route: [" + V1 + "]}, {match: [{port: 1}], route: [" + V1 + "]}]", "v2")))
                    .containsExactly("unreachable-managed-route");
        }
    }
}
