package io.serinus.catalog;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Writes YAML that {@code kubectl} and {@link YamlDocuments} read as the same values. The order of fields stays; a text is
 * quoted where any common reader would take it for something else.
 */
public final class YamlWriter {
    private static final int INDENT = 2;

    private YamlWriter() {}

    /**
     * The tree as one document, without {@code ---}, its last line ended.
     *
     * @param tree maps with text keys, lists, texts, numbers, booleans and nulls; no map or list stands in it twice, or it
     *     would be written as an anchor
     */
    public static String write(@Nullable Object tree) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(INDENT);
        options.setIndent(INDENT);
        options.setIndentWithIndicator(true);
        options.setSplitLines(false);
        options.setLineBreak(DumperOptions.LineBreak.UNIX);
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        var loading = new LoaderOptions();
        return new Yaml(
                        new SafeConstructor(loading),
                        new CarefulTexts(options),
                        options,
                        loading,
                        new AnyReadersTypes())
                .dump(tree);
    }

    /** Quotes a text, also one of several lines, in which readers would find other line breaks and blanks. */
    private static final class CarefulTexts extends Representer {
        private static final Pattern ODD = Pattern.compile("^\\s|[\\p{Cntrl}\\u0085\\u2028\\u2029\\uFEFF&&[^\n]]");

        CarefulTexts(DumperOptions options) {
            super(options);
        }

        @Override
        protected Node representScalar(Tag tag, String value, DumperOptions.ScalarStyle style) {
            boolean odd = tag.equals(Tag.STR) && ODD.matcher(value).find();
            return super.representScalar(tag, value, odd ? DumperOptions.ScalarStyle.DOUBLE_QUOTED : style);
        }
    }

    /** The types of scalars of YAML 1.1, of Kubernetes, and of the reader that {@code kubectl} uses, together. */
    private static final class AnyReadersTypes extends Resolver {
        private static final Pattern LETTER = Pattern.compile("[yYnN]");
        private static final Pattern WITH_BASE = Pattern.compile("[-+]?0[oObBxX][0-9a-fA-F_]+");

        @Override
        protected void addImplicitResolvers() {
            super.addImplicitResolvers();
            addImplicitResolver(Tag.FLOAT, KubernetesTypes.NUMBER, "-+0123456789.");
            addImplicitResolver(Tag.INT, KubernetesTypes.WHOLE, "-+0123456789");
            addImplicitResolver(Tag.INT, WITH_BASE, "-+0");
            addImplicitResolver(Tag.BOOL, LETTER, "yYnN");
        }
    }
}
