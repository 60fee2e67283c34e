package io.serinus.report;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ReportProfile.class)
class TemplatesResourceTest {
    private static final String ALL = "/api/v1/templates";

    @Test
    void listsBuiltInTemplatesAndObjectsWithTheirMistakes() {
        JsonPath list = when().get(ALL).then().statusCode(200).extract().jsonPath();
        List<String> builtIn = list.getList("templates.findAll { it.source == 'BUILT_IN' }.name");
        assertThat(builtIn).contains("default", "fast", "blue-green").isSorted();
        assertThat(list.getList("templates.findAll { it.source != 'BUILT_IN' }.links.self"))
                .containsExactly(ALL + "/serinus-system/careful", ALL + "/shop/careful", ALL + "/shop/fast");
        assertThat(list.getList("templates.findAll { !it.valid }.links.self")).containsExactly(ALL + "/shop/careful");
        assertThat(list.getString("templates.find { !it.valid }.problems[0]"))
                .startsWith("AnalysisTemplate shop/careful: spec.");
    }

    @Test
    void showsTheOneThatAReleaseWouldTake() {
        when().get(ALL + "/shop/careful")
                .then()
                .statusCode(200)
                .body("source", equalTo("NAMESPACE"))
                .body("namespace", equalTo("shop"))
                .body("valid", equalTo(false))
                .body("problems.size()", equalTo(2))
                .body("spec.steps[0].weight", equalTo(140));
        when().get(ALL + "/bank/careful")
                .then()
                .body("source", equalTo("SHARED"))
                .body("namespace", equalTo("serinus-system"))
                .body("problems", empty());
        when().get(ALL + "/bank/fast")
                .then()
                .body("source", equalTo("BUILT_IN"))
                .body("namespace", nullValue())
                .body("links.self", equalTo(ALL + "/-/fast"))
                .body("spec.metrics.name", contains("errors", "latency"));
        when().get(ALL + "/-/fast").then().statusCode(200).body("source", equalTo("BUILT_IN"));
    }

    @Test
    void saysThatThereIsNone() {
        when().get(ALL + "/shop/carefull")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("A release in namespace \"shop\" finds no template \"carefull\"."));
    }
}
