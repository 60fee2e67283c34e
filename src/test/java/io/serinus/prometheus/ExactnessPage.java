package io.serinus.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.testbed.SampleServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of docs/exactness.md, each between two comments. */
final class ExactnessPage {
    static final Path PAGE = Path.of("docs", "exactness.md");

    /** A row's last cells depend on the server's version: what increase() says. */
    private static final int OF_THE_SERVER = 2;

    /** What one server gave. */
    record Section(SampleServer.Kind kind, String title, List<String> rows) {
        void writeOrCompare() throws IOException {
            String page = Files.readString(PAGE);
            Matcher there = marked(kind).matcher(page);
            assertThat(there.find()).as("a place for %s in %s", kind, PAGE).isTrue();
            String now = "\n" + title + "\n\n" + String.join("\n", rows) + "\n\n";
            if (Boolean.getBoolean("exactness.write")) {
                Files.writeString(PAGE, page.substring(0, there.start()) + now + page.substring(there.end()));
            } else if (there.group().startsWith("\n" + title + "\n")) {
                assertThat(now).isEqualTo(there.group());
            } else {
                assertThat(rows.stream().map(ExactnessPage::ours))
                        .isEqualTo(rowsOf(there.group()).stream()
                                .map(ExactnessPage::ours)
                                .toList());
            }
        }
    }

    private ExactnessPage() {}

    /**
     * @param version of the server; may be empty
     * @param increase what increase() says of all requests
     * @param increase500 the same of those that failed
     */
    static Section section(
            SampleServer.Kind kind,
            String version,
            Map<Scenario, Reads> reads,
            Map<Scenario, Double> increase,
            Map<Scenario, Double> increase500) {
        var rows = new ArrayList<String>();
        rows.add("| scenario | scraped | Serinus | 500s | Serinus | never scraped | ticks flagged | of them inexact"
                + " | increase() | increase() of 500s |");
        rows.add("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        reads.forEach((scenario, each) -> rows.add("| "
                + String.join(
                        " | ",
                        scenario.title,
                        count(each.seen()),
                        error(each.counted() - each.seen()),
                        count(each.seen500()),
                        error(each.counted500() - each.seen500()),
                        count(each.lost()),
                        each.flagged() + " of " + each.reads(),
                        count(each.inexact()),
                        percent(increase.getOrDefault(scenario, 0.0), each.seen()),
                        percent(increase500.getOrDefault(scenario, 0.0), each.seen500()))
                + " |"));
        String title = "**" + kind.title() + (version.isEmpty() ? "" : " " + version) + "**";
        return new Section(kind, title, rows);
    }

    static List<String> rowsOf(SampleServer.Kind kind) throws IOException {
        Matcher there = marked(kind).matcher(Files.readString(PAGE));
        return there.find() ? rowsOf(there.group()) : List.of();
    }

    private static List<String> rowsOf(String section) {
        return section.lines().filter(line -> line.startsWith("|")).toList();
    }

    private static Pattern marked(SampleServer.Kind kind) {
        return Pattern.compile("(?<=<!-- " + kind + " -->\n).*?(?=<!-- to here -->)", Pattern.DOTALL);
    }

    private static List<String> ours(String row) {
        List<String> cells = Arrays.asList(row.split(" \\| ", -1));
        return cells.subList(0, Math.max(0, cells.size() - OF_THE_SERVER));
    }

    private static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String error(long difference) {
        return difference == 0 ? "exact" : String.format(Locale.ROOT, "%+,d", difference);
    }

    private static String percent(double estimate, long truth) {
        double error = Math.round(1_000 * (estimate - truth) / truth) / 10.0;
        return error == 0 ? "0 %" : String.format(Locale.ROOT, "%+.1f %%", error);
    }
}
