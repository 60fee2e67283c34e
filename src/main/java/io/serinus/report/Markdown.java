package io.serinus.report;

import io.serinus.report.Block.Fact;
import io.serinus.report.Block.Facts;
import io.serinus.report.Block.Heading;
import io.serinus.report.Block.Items;
import io.serinus.report.Block.Sentence;
import io.serinus.report.Block.Table;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Blocks as Markdown with GitHub's tables. */
final class Markdown {
    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]<>#|~&!$^]");

    /** What begins a list, a heading or a rule at the beginning of a line. */
    private static final Pattern OPENING = Pattern.compile("^([-+=])");

    private static final Pattern NUMBERED = Pattern.compile("^(\\d{1,9})([.)])(?=\\s|$)");

    /** What some readers make a link of by themselves. */
    private static final Pattern LINK = Pattern.compile("(?i)(?<=:)//|(?<=www)\\.");

    /** What would call somebody: at the beginning of a word. */
    private static final Pattern MENTION = Pattern.compile("(?<![A-Za-z0-9])@(?=\\S)");

    private Markdown() {}

    /** The last line is ended. */
    static String of(List<Block> blocks) {
        return blocks.stream().map(Markdown::of).collect(Collectors.joining("\n"));
    }

    /** The text itself, whatever it looks like; a space of no width keeps it from calling people. */
    static String escaped(String text) {
        String line = SPECIAL.matcher(Line.whole(text)).replaceAll("\\\\$0");
        line = OPENING.matcher(line).replaceFirst("\\\\$1");
        line = NUMBERED.matcher(line).replaceFirst("$1\\\\$2");
        line = LINK.matcher(line).replaceAll(match -> match.group().equals(".") ? "\\\\." : "\\\\/\\\\/");
        // Some look for names in what is written, others in what has become of it.
        return MENTION.matcher(line).replaceAll("@&#8203;").replace("@", "&#64;");
    }

    private static String of(Block block) {
        return switch (block) {
            case Heading(int level, String text) -> "#".repeat(level) + " " + escaped(text) + "\n";
            case Sentence(String text) -> escaped(text) + "\n";
            case Facts(List<Fact> facts) ->
                facts.stream()
                        .map(fact -> "- **" + escaped(fact.name()) + ":** "
                                + fact.sentences().stream()
                                        .map(Markdown::escaped)
                                        .collect(Collectors.joining(" "))
                                + "\n")
                        .collect(Collectors.joining());
            case Items(List<String> items) ->
                items.stream().map(item -> "- " + escaped(item) + "\n").collect(Collectors.joining());
            case Table(List<String> head, List<List<String>> rows) ->
                row(head)
                        + "|" + " --- |".repeat(head.size()) + "\n"
                        + rows.stream().map(Markdown::row).collect(Collectors.joining());
        };
    }

    private static String row(List<String> cells) {
        return "| " + cells.stream().map(Markdown::escaped).collect(Collectors.joining(" | ")) + " |\n";
    }
}
