package io.serinus.kubernetes;

import java.util.Locale;

/** Constants as Kubernetes' users write words. */
final class Words {
    private Words() {}

    /** For example {@code SourceDown}. */
    static String of(Enum<?> constant) {
        var word = new StringBuilder();
        for (String part : constant.name().split("_", -1)) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.toString();
    }
}
