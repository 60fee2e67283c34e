package io.serinus.offline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.catalog.YamlDocuments;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagePlacesTest {
    private static final String FILE = """
            spec:
              hosts: [reviews]
              http:
              - name: status
                timeout: 1s
              - name: main
                headers:
                  request: {set: {x.team: a}}
                route:
                - destination: {host: a, subset: v1}
                  weight: 90
                - destination: {host: b}
                  weight: 10
            """;

    /** A route was added before all others, and a destination between the two. */
    private static final String STAGE = """
            spec:
              hosts: [reviews]
              http:
              - name: serinus-match
                timeout: 3s
              - name: status
                timeout: 1s
              - name: main
                retries: {attempts: 2}
                headers:
                  request: {set: {x.team: a}}
                route:
                - destination: {host: a, subset: v1}
                  weight: 60
                - destination: {host: a, subset: v2}
                  weight: 30
                - destination: {host: b}
                  weight: 10
            """;

    @SuppressWarnings("unchecked")
    private static String place(String path, String file, String stage) throws YamlDocuments.InvalidYamlException {
        YamlDocuments.Document document = YamlDocuments.documents(file).getFirst();
        var places = new StagePlaces(document.places(), (Map<String, Object>) requireNonNull(document.value()));
        var tree =
                (Map<String, Object>) requireNonNull(YamlDocuments.read(stage).getFirst());
        return places.of(path, tree).map(Object::toString).orElse("none");
    }

    @ParameterizedTest
    @CsvSource({
        "spec.hosts[0], 2:11",
        "spec.http, 3:3",
        "spec.http[0], none",
        "spec.http[0].timeout, none",
        "spec.http[1], 4:5",
        "spec.http[1].timeout, 5:5",
        "spec.http[2].headers.request.set.x.team, 8:23",
        "spec.http[2].route[0].weight, 11:7",
        "spec.http[2].route[1], none",
        "spec.http[2].route[1].weight, none",
        "spec.http[2].route[2].weight, 13:7",
        "spec.http[2].route[2].destination.host, 12:21",
        "spec.http[2].retries, none",
        "spec.http[2].retries.attempts, none",
        // Neither has a subset there: what encloses it is to be looked at.
        "spec.http[2].route[2].destination.subset, 12:7",
        "spec.http[7], none",
    })
    void areThoseOfTheSameRoutesAndDestinationsInTheFile(String path, String place)
            throws YamlDocuments.InvalidYamlException {
        assertThat(place(path, FILE, STAGE)).isEqualTo(place);
    }

    @Test
    void tellEqualElementsApart() throws YamlDocuments.InvalidYamlException {
        String twice = "spec:\n  gateways:\n  - mesh\n  - mesh\n";
        assertThat(place("spec.gateways[1]", twice, twice)).isEqualTo("4:5");
    }
}
