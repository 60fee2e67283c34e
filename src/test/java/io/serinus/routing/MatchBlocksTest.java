package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One block of a route and one of a step. */
class MatchBlocksTest {
    private static List<Map<String, Object>> both(String route, String step) throws MatchBlocks.ConflictException {
        return MatchBlocks.both(List.of(VirtualServices.tree(route)), List.of(VirtualServices.tree(step)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{withoutHeaders: {x-canary: {}}}         | {headers: {x-canary: {exact: a}}}    | withoutHeaders.x-canary",
                "{withoutHeaders: {X-Canary: {}}}         | {headers: {x-canary: {exact: a}}}    | withoutHeaders.X-Canary",
                "{withoutHeaders: {cookie: {regex: .*b}}} | {headers: {cookie: {regex: a}}}      | withoutHeaders.cookie",
                "{headers: {x-canary: {exact: a}}}        | {withoutHeaders: {x-canary: {}}}     | headers.x-canary",
                "{headers: {x: {exact: a}}}               | {headers: {x: {exact: b}}}           | headers.x",
                "{headers: {':method': {exact: GET}}}     | {method: {exact: POST}}              | headers.:method",
                "{uri: {exact: /a}}                       | {headers: {':path': {prefix: /b}}}   | headers.:path",
                "{authority: {exact: a.com}}              | {headers: {Host: {exact: b.com}}}    | headers.Host",
                "{withoutHeaders: {':authority': {}}}     | {authority: {exact: a.com}}          | withoutHeaders.:authority",
                "{uri: {exact: /a}}                       | {uri: {prefix: /b}}                  | uri",
                "{uri: {prefix: /a}, ignoreUriCase: true} | {uri: {prefix: /b}}                  | uri",
                "{method: {exact: GET}}                   | {method: {exact: POST}}              | method",
                "{scheme: {exact: http}}                  | {scheme: {exact: https}}             | scheme",
                "{authority: {exact: a.com}}              | {authority: {exact: b.com}}          | authority",
                "{port: 80}                               | {port: 81}                           | port",
                "{gateways: [mesh]}                       | {gateways: [edge]}                   | gateways",
                "{sourceNamespace: a}                     | {sourceNamespace: b}                 | sourceNamespace",
                "{sourceLabels: {app: a}}                 | {sourceLabels: {app: b}}             | sourceLabels.app",
                "{queryParams: {q: {exact: a}}}           | {queryParams: {q: {exact: b}}}       | queryParams.q",
                "{gateways: [mesh]}                       | {sourceLabels: {app: a}}             | gateways",
                "{sourceLabels: {app: a}}                 | {gateways: [mesh]}                   | sourceLabels",
                "{sourceNamespace: a}                     | {gateways: [mesh]}                   | sourceNamespace",
            })
    void areRefusedWhereABlockCannotSayBoth(String route, String step, String path) {
        assertThatThrownBy(() -> both(route, step))
                .isInstanceOf(MatchBlocks.ConflictException.class)
                .hasMessageStartingWith("match[0]." + path + " and the step's match ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{uri: {prefix: /}, ignoreUriCase: true}  | {uri: {prefix: /beta}} | {uri: {prefix: /beta}}",
                "{ignoreUriCase: true}                    | {uri: {prefix: /beta}} | {uri: {prefix: /beta}}",
                "{uri: {prefix: /}} | {uri: {prefix: /b}, ignoreUriCase: true} | {uri: {prefix: /b}, ignoreUriCase: true}",
                "{uri: {prefix: /b}, ignoreUriCase: true} | {uri: {prefix: /b}}    | {uri: {prefix: /b}}",
                "{uri: {prefix: /b}} | {uri: {prefix: /b}, ignoreUriCase: true} | {uri: {prefix: /b}}",
                "{uri: {prefix: /b}, ignoreUriCase: true} | {method: {exact: GET}} | {uri: {prefix: /b}, ignoreUriCase: true, method: {exact: GET}}",
                "{uri: {prefix: /b}, ignoreUriCase: true} | {uri: {prefix: /}}     | {uri: {prefix: /b}, ignoreUriCase: true}",
                "{withoutHeaders: {a: {}}} | {headers: {b: {exact: c}}} | {withoutHeaders: {a: {}}, headers: {b: {exact: c}}}",
                "{headers: {X: {exact: a}}} | {headers: {x: {exact: a}}} | {headers: {X: {exact: a}}}",
                "{headers: {'@request.auth.claims.G': {exact: a}}} | {headers: {'@request.auth.claims.g': {exact: a}}} | {headers: {'@request.auth.claims.G': {exact: a}, '@request.auth.claims.g': {exact: a}}}",
                "{queryParams: {Q: {exact: a}}} | {queryParams: {q: {exact: a}}} | {queryParams: {Q: {exact: a}, q: {exact: a}}}",
                "{sourceLabels: {App: a}} | {sourceLabels: {app: a}} | {sourceLabels: {App: a, app: a}}",
                "{name: ours, port: 80} | {name: theirs, port: 80} | {name: ours, port: 80}",
                "{gateways: [mesh], headers: {}} | {headers: {a: {exact: b}}} | {gateways: [mesh], headers: {a: {exact: b}}}",
            })
    void sayExactlyWhatBothAskFor(String route, String step, String merged) throws Exception {
        assertThat(both(route, step)).isEqualTo(List.of(VirtualServices.tree(merged)));
    }
}
