package io.serinus.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.report.Block.Items;
import io.serinus.report.Block.Sentence;
import io.serinus.report.Block.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** A reader of Markdown sees the very text that somebody wrote, and nothing that it could have meant as Markdown. */
class MarkdownPropertyTest {
    private static final Pattern MENTION = Pattern.compile("(^|[^A-Za-z0-9_])@[A-Za-z0-9]");

    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> meaningful = Arbitraries.of(
                "#",
                "##",
                "-",
                "+",
                "*",
                "**",
                "_",
                "`",
                "```",
                "~~~",
                "1.",
                "2)",
                "|",
                "| --- |",
                "\\",
                "[a](b)",
                "![x](y)",
                "<b>",
                "<!--",
                "&amp;",
                "&#35;",
                "<http://x.example>",
                "http://x.example",
                "www.x.example",
                "===",
                "---",
                ">",
                "a",
                "shop/cart",
                "\n",
                "\r\n",
                "\t",
                " ",
                "    ",
                "$x$",
                "{{x}}",
                ":",
                "[a]: b",
                "@",
                "@here",
                "x@a.example",
                "😀",
                "\u202e",
                "\u0000");
        Arbitrary<String> anything = Arbitraries.strings().ofMaxLength(12);
        return Arbitraries.frequencyOf(Tuple.of(4, meaningful), Tuple.of(1, anything))
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    @Property
    void aSentenceIsOneParagraphOfThatText(@ForAll("texts") String text) {
        Node document = PARSER.parse(Markdown.of(List.of(new Sentence(text))));
        Node paragraph = document.getFirstChild();
        if (Line.whole(text).isEmpty()) {
            assertThat(paragraph).isNull();
            return;
        }
        assertThat(paragraph).isInstanceOf(Paragraph.class);
        assertThat(paragraph.getNext()).isNull();
        assertThat(textOf(paragraph)).isEqualTo(Line.whole(text));
    }

    @Property
    void nobodyIsCalled(@ForAll("texts") String text) {
        String written = Markdown.of(List.of(new Sentence(text)));
        assertThat(written).doesNotContain("@");
        assertThat(MENTION.matcher(seenIn(PARSER.parse(written))).find()).isFalse();
    }

    @Property
    void anItemIsOneItemOfThatText(@ForAll("texts") String text) {
        Node list = PARSER.parse(Markdown.of(List.of(new Items(List.of(text, "second")))))
                .getFirstChild();
        assertThat(list).isInstanceOf(BulletList.class);
        assertThat(list.getNext()).isNull();
        assertThat(list.getFirstChild().getNext()).isSameAs(list.getLastChild());
        assertThat(textOf(list.getFirstChild())).isEqualTo(Line.whole(text));
    }

    @Property
    void aCellIsOneCellOfThatText(@ForAll("texts") String first, @ForAll("texts") String second) {
        var table = new Table(List.of("A", "B"), List.of(List.of(first, second)));
        var cells = new ArrayList<String>();
        PARSER.parse(Markdown.of(List.of(table))).accept(new AbstractVisitor() {
            @Override
            public void visit(CustomNode node) {
                if (node instanceof TableCell) {
                    cells.add(textOf(node));
                } else {
                    visitChildren(node);
                }
            }
        });
        assertThat(cells).containsExactly("A", "B", Line.whole(first), Line.whole(second));
    }

    /** What a reader sees: a space of no width, which keeps a name from being called, is not seen. */
    private static String textOf(Node node) {
        return seenIn(node).replace("@\u200b", "@");
    }

    private static String seenIn(Node node) {
        var text = new StringBuilder();
        Objects.requireNonNull(node).accept(new AbstractVisitor() {
            @Override
            public void visit(Text literal) {
                text.append(literal.getLiteral());
            }

            @Override
            protected void visitChildren(Node parent) {
                assertThat(parent.getClass().getSimpleName()).isIn("Paragraph", "ListItem", "TableCell", "Document");
                super.visitChildren(parent);
            }
        });
        return text.toString();
    }
}
