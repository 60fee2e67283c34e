package io.serinus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of checks names tests that there are. */
class OtherToolsChecksTest {
    private static final Path SOURCES = Path.of("src/test/java/io/serinus");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs/compared.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| check") && !line.startsWith("| ---"))
                .toList();
        assertThat(rows)
                .hasSizeGreaterThan(60)
                .allSatisfy(row -> assertThat(row).matches(".*(`\\w+(Test|IT)\\.\\w+`|does not apply|not yet).*"));
        assertThat(rows)
                .as("a line for every check of the lists")
                .extracting(row -> row.replaceFirst("\\| ([FAX]\\d+): .*", "$1"))
                .containsAll(checks());
        for (String row : rows) {
            for (var named : TEST.matcher(row).results().toList()) {
                assertThat(source(named.group(1))).contains("void " + named.group(2) + "(");
            }
        }
    }

    private static List<String> checks() {
        return Stream.of(numbered("F", 12), numbered("A", 12), numbered("X", 16))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> numbered(String list, int checks) {
        return IntStream.rangeClosed(1, checks)
                .mapToObj(number -> list + number)
                .toList();
    }

    private static String source(String testClass) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            Path file = files.filter(path -> path.endsWith(testClass + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no test " + testClass));
            return Files.readString(file);
        }
    }
}
