package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginalTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                    | routes is missing, expected a list",
                "{routes: 3}                                           | routes is 3, expected a list",
                "{routes: [null]}                                      | routes[0] is missing, expected an object",
                "{routes: [{kind: grpc}]}                              | routes[0].kind is \"grpc\", expected http, tls or tcp",
                "{routes: [{kind: tcp, position: -1}]}                 | routes[0].position is -1, expected a whole number that is not negative",
                "{routes: [{kind: tcp, position: 0, name: []}]}        | routes[0].name is a list, expected a text",
                "{routes: [{kind: tcp, position: 0, match: m}]}        | routes[0].alone is missing, expected true or false",
                "{routes: [{kind: tcp, position: 0, match: m, alone: true, baseline: {position: 0.5}}]} | routes[0].baseline.position is 0.5, expected a whole number that is not negative",
                "{routes: [{kind: tcp, position: 0, match: m, alone: true, baseline: {position: 0, weight: x}}]} | routes[0].baseline.weight is \"x\", expected a whole number that is not negative",
            })
    void nonsenseIsRefusedWithItsPath(String yaml, String message) {
        assertThatThrownBy(() -> Original.fromTree(VirtualServices.tree(yaml)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void isOfTheVersionThatWasSelected() {
        VirtualService vs = VirtualServices.spec("http: [{route: [{destination: {host: reviews, subset: v1}}]}]");
        var s = (Selection.Selected) Releases.select(vs, "v2");
        assertThat(Original.of(vs, s.pair(), s.routes()).routes()).hasSize(1);
        VirtualService other =
                VirtualServices.spec("http: [{name: a, route: [{destination: {host: reviews, subset: v1}}]}]");
        assertThatThrownBy(() -> Original.of(other, s.pair(), s.routes()))
                .hasMessage(
                        "VirtualService shop/reviews: spec.http[0] is not the route that was selected; select again");
    }
}
