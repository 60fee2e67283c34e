package io.serinus.report;

import io.serinus.report.Block.Fact;
import io.serinus.report.Block.Facts;
import io.serinus.report.Block.Heading;
import io.serinus.report.Block.Items;
import io.serinus.report.Block.Sentence;
import io.serinus.report.Block.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Blocks as text that reads well in a terminal, a mail or a chat with a font of one width. */
final class PlainText {
    private static final String INDENT = "  ";

    private PlainText() {}

    /** The last line is ended. */
    static String of(List<Block> blocks) {
        return blocks.stream().map(PlainText::of).collect(Collectors.joining("\n"));
    }

    private static String of(Block block) {
        return switch (block) {
            case Heading(int _, String text) -> Line.whole(text) + "\n";
            case Sentence(String text) -> Line.whole(text) + "\n";
            case Facts(List<Fact> facts) -> facts(facts);
            case Items(List<String> items) ->
                items.stream().map(item -> INDENT + Line.whole(item) + "\n").collect(Collectors.joining());
            case Table table -> table(table);
        };
    }

    private static String facts(List<Fact> facts) {
        int width = facts.stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
        var text = new StringBuilder();
        for (Fact fact : facts) {
            String name = fact.name();
            for (String sentence : fact.sentences()) {
                text.append(padded(name, width))
                        .append(INDENT)
                        .append(Line.whole(sentence))
                        .append('\n');
                name = "";
            }
        }
        return text.toString();
    }

    private static String table(Table table) {
        var rows = new ArrayList<List<String>>();
        rows.add(table.head());
        table.rows().forEach(row -> rows.add(row.stream().map(Line::whole).toList()));
        var text = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(other -> length(other.get(column)))
                        .max()
                        .orElse(0);
                line.append(INDENT).append(padded(row.get(i), width));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - length(text)));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
