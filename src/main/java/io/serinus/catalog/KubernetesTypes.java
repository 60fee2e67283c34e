package io.serinus.catalog;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The types of scalars that {@code kubectl} knows: its reader takes whole numbers with the bases of Go ({@code 0x1F},
 * {@code 0o17}, {@code 017}, {@code 0b101}), underscores anywhere behind the first character, {@code 08} for 8, and
 * {@code y} for true.
 */
final class KubernetesTypes extends Resolver {
    static final Pattern WHOLE = Pattern.compile(
            "[-+]?_*(0[_]*([xX][0-9a-fA-F_]*[0-9a-fA-F]|[oO][0-7_]*[0-7]|[bB][01_]*[01])_*|[0-9][0-9_]*)");
    static final Pattern NUMBER = Pattern.compile(
            "[-+]?_*(\\._*[0-9][0-9_]*|[0-9][0-9_]*(\\.[0-9_]*)?)([eE]_*[-+]?_*[0-9][0-9_]*)?|[-+]?\\.inf|\\.nan");
    private static final Pattern LETTER = Pattern.compile("[yYnN]");

    @Override
    protected void addImplicitResolvers() {
        addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
        addImplicitResolver(Tag.BOOL, LETTER, "yYnN");
        addImplicitResolver(Tag.INT, WHOLE, "-+0123456789");
        addImplicitResolver(Tag.FLOAT, NUMBER, "-+0123456789.");
        addImplicitResolver(Tag.MERGE, MERGE, "<");
        addImplicitResolver(Tag.NULL, NULL, "~nN\0");
        addImplicitResolver(Tag.NULL, EMPTY, null);
    }
}
