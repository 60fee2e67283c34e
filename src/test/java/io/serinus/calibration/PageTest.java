package io.serinus.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class PageTest {
    private static final int RELEASES = 100;
    private final SerinusSubject serinus = SerinusSubject.shipped();
    private final List<String> judges =
            Laboratory.judges(serinus).stream().map(Subject::name).toList();
    private final Plan plan = new Plan(1, RELEASES, RELEASES, cell -> cell.requestsPerSecond() == 50);
    private final List<Trial> trials = plan.trials(judges.size());

    private Page page() {
        return new Page(
                new Study(judges, trials, new WaldBound(serinus.template())),
                plan,
                serinus.template(),
                "2026-03-01",
                "./mvnw -Pcalibration verify");
    }

    private Trial trial(String name, Cell cell) {
        return trials.stream()
                .filter(it -> it.scenario().name().equals(name) && it.cell().equals(cell))
                .findFirst()
                .orElseThrow();
    }

    private static void abort(Trial trial, int judge, int releases, int second, long requests) {
        for (int release = 0; release < releases; release++) {
            trial.aborts().get(judge).aborted(release, second, requests);
        }
    }

    @Test
    void saysWhereThePromiseIsBrokenAndWhereNot() {
        assertThat(page().text()).contains("It is kept in every cell and in every scenario.");
        Cell cell = new Cell(50, 50);
        abort(trial("gamma cv2 0.5", cell), Study.SERINUS, 3, 600, 9000);
        assertThat(page().text()).contains("It is kept");
        abort(trial("gamma cv2 0.5", cell), Study.SERINUS, 4, 600, 9000);
        assertThat(page().text())
                .contains("It is broken here")
                .contains("gamma cv2 0.5 at 50/s, 50 %: 4 of 100 releases aborted (4.0 %)");
    }

    @Test
    void saysItAllInOneLine() {
        assertThat(new Answer(page().study()).line())
                .startsWith("Calibration: promise kept; good canaries aborted: 0 of 5,100 (0 %)");
        Trial trial = trial("gamma cv2 0.5", new Cell(50, 50));
        abort(trial, Study.SERINUS, 5, 600, 9000);
        assertThat(new Answer(page().study()).line())
                .startsWith("Calibration: PROMISE BROKEN in one place;")
                .contains("at worst 5 of 100 (5 %) in \"gamma cv2 0.5\" at 50/s, 50 %");
    }

    @Test
    void tellsWhatNoTestCanReachFromWhatSerinusMisses() {
        String reached = "Serinus aborts 95 % or more of the releases in ";
        assertThat(page().text()).contains("Of 51 pairs").contains(reached + "0.");
        abort(trial("outage 0 → 50 %", new Cell(50, 50)), Study.SERINUS, 95, 60, 1500);
        String text = page().text();
        assertThat(text).contains(reached + "1.");
        String beyondAnyTest =
                text.substring(text.indexOf("### Too few requests"), text.indexOf("### Enough requests"));
        assertThat(beyondAnyTest)
                .contains("| errors 1 → 1.5 % | 50/s, 5 % | 0 |")
                .doesNotContain("| outage");
    }

    @Test
    void aScenarioIsHeldAgainstThePromiseOverAllItsCells() {
        for (Cell cell : List.of(new Cell(50, 5), new Cell(50, 10), new Cell(50, 50))) {
            abort(trial("Poisson 1 %", cell), Study.SERINUS, 3, 600, 9000);
        }
        assertThat(page().study().broken())
                .containsExactly(
                        "Poisson 1 % over all cells: 9 of 300 releases aborted (3.0 %), at most 2.7 % would keep to"
                                + " 1 %");
    }

    @Test
    void saysWhereSerinusIsBehind() {
        Trial trial = trial("errors 1 → 2 %", new Cell(50, 10));
        abort(trial, Study.SERINUS, 100, 600, 3000);
        abort(trial, Study.KAYENTA, 100, 300, 1500);
        Study study = page().study();
        assertThat(study.behindKayenta(trial)).isEqualTo(Study.Behind.LATER);
        abort(trial, Study.KAYENTA, 100, 600, 3000);
        assertThat(study.behindKayenta(trial)).isEqualTo(Study.Behind.NOWHERE);
        for (int release = 50; release < RELEASES; release++) {
            trial.aborts().get(Study.SERINUS).survived(release, 9000);
        }
        assertThat(study.behindKayenta(trial)).isEqualTo(Study.Behind.LESS_OFTEN);
    }

    @Test
    void countsATimeOnlyFromTheChangeOn() {
        Trial late = Trial.of(
                Scenario.of("late outage", new Behaviour(0, Latency.BODY), new Behaviour(0.5, Latency.BODY))
                        .late(),
                new Cell(50, 50),
                1,
                1);
        late.run(1, 0, List.of(new ArgoSubject(0)));
        Aborts aborts = late.aborts().getFirst();
        assertThat(aborts.medianSeconds()).isEqualTo(300);
        assertThat(aborts.medianRequests()).isBetween(7000.0, 8000.0);
    }

    @Test
    void drawingsAreXmlThatSaysWhatItShows() throws Exception {
        abort(trial("errors 1 → 2 %", new Cell(50, 10)), Study.SERINUS, 80, 400, 2000);
        var drawings = page().drawings();
        assertThat(drawings)
                .hasSize(7)
                .containsKeys("false-aborts.svg", "detection-errors-1-to-2.svg", "detection-latency-times-1-25.svg");
        for (String svg : drawings.values()) {
            Element root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)))
                    .getDocumentElement();
            assertThat(root.getElementsByTagName("title").item(0).getTextContent())
                    .isNotBlank();
            assertThat(root.getElementsByTagName("desc").item(0).getTextContent())
                    .contains("Serinus");
            assertThat(svg).contains("prefers-color-scheme: dark").doesNotContain("NaN");
        }
        assertThat(drawings.get("detection-errors-1-to-2.svg"))
                .contains("Serinus: 80 % after 10 minutes, 80 % in the end");
        drawings.keySet().forEach(file -> assertThat(page().text()).contains("](calibration/" + file + ")"));
    }
}
