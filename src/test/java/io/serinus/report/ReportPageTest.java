package io.serinus.report;

import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.serinus.release.Outcome;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The requests that the page about the report shows are answered as it says. */
@QuarkusTest
@TestProfile(ReportProfile.class)
class ReportPageTest {
    private static final Path PAGE = Path.of("docs", "report.md");
    private static final Pattern CURL =
            Pattern.compile("```sh\n(curl [^`]*?)```(\n\n```json\n(\\{\"title\".*?)```)?", Pattern.DOTALL);
    private static final Pattern ADDRESS = Pattern.compile("http://localhost:8080(/api/[^' \n|]*)");
    private static final Pattern HEADER = Pattern.compile("-H '([\\w-]+): ([^']*)'");
    private static final Pattern DATA = Pattern.compile("--data-binary @(\\S+)");
    /** How a request begins whose answer does not end. */
    private static final String STREAM = "curl -sN ";

    /** What stands behind the first dot of a jq program, as in {@code .points[]}. */
    private static final Pattern FIELD = Pattern.compile("jq -r '\\.(\\w+)");

    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    FakeReleaseStore store;

    @BeforeEach
    void fill() {
        store.holds(
                release("shop", "cart-2", "cart").ended(Outcome.ABORTED, "Errors rose."),
                release("shop", "cart-7d9f", "cart").progressing(1).with(ReleaseFixture.SERIES));
    }

    @Test
    void everyRequestIsAnswered() throws IOException {
        List<MatchResult> shown = CURL.matcher(Files.readString(PAGE))
                .results()
                .filter(match -> match.group(1).contains("/api/"))
                .toList();
        assertThat(shown).hasSizeGreaterThan(8);
        for (MatchResult match : shown) {
            String command = match.group(1);
            if (command.startsWith(STREAM)) {
                RawRequest.Answer head = request(command).head();
                assertThat(head.status()).as(command).isEqualTo(200);
                assertThat(head.type()).as(command).isEqualTo("text/event-stream");
                continue;
            }
            RawRequest.Answer answer = request(command).send();
            String problem = match.group(3);
            assertThat(answer.status()).as(command).isEqualTo(problem == null ? 200 : 400);
            if (problem != null) {
                assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree(problem));
            }
            Matcher field = FIELD.matcher(command);
            if (field.find()) {
                JsonNode body = JSON.readTree(answer.body());
                assertThat(body.has(field.group(1))).as(command).isTrue();
            }
        }
    }

    private static RawRequest request(String command) throws IOException {
        Matcher address = ADDRESS.matcher(command);
        assertThat(address.find()).as(command).isTrue();
        var headers = new HashMap<String, String>();
        HEADER.matcher(command).results().forEach(header -> headers.put(header.group(1), header.group(2)));
        Matcher data = DATA.matcher(command);
        return data.find()
                ? new RawRequest("POST", address.group(1), headers, Files.readAllBytes(Path.of(data.group(1))))
                : new RawRequest("GET", address.group(1), headers, new byte[0]);
    }

    /** Every parameter of the list is explained there, and no other. */
    @Test
    void explainsEveryParameterOfTheList() throws IOException {
        String page = Files.readString(PAGE);
        String table =
                page.substring(page.indexOf("| parameter | releases |"), page.indexOf("A parameter that is not known"));
        assertThat(Pattern.compile("(?m)^\\| (.*?) \\|")
                        .matcher(table)
                        .results()
                        .flatMap(row -> Pattern.compile("`(\\w+)`")
                                .matcher(row.group(1))
                                .results())
                        .map(name -> name.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        java.util.stream.Stream.concat(ReleaseQuery.NAMES.stream(), PageQuery.NAMES.stream())
                                .toList());
    }
}
