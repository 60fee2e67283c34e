package io.serinus.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The constants of enumerations as templates write them: {@code DRY_RUN} is {@code dryRun}. */
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        var word = new StringBuilder();
        for (String part : constant.name().split("_")) {
            String lower = part.toLowerCase(Locale.ROOT);
            word.append(word.isEmpty() ? lower : part.charAt(0) + lower.substring(1));
        }
        return word.toString();
    }

    /** The constant that is written so; empty if none of these is. */
    static <E extends Enum<E>> Optional<E> find(Set<E> allowed, Object value) {
        return allowed.stream().filter(constant -> of(constant).equals(value)).findFirst();
    }

    /** As in "hold or abort". */
    static <E extends Enum<E>> String list(Set<E> allowed) {
        List<String> words = allowed.stream().map(Words::of).toList();
        return words.size() == 1
                ? words.getFirst()
                : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }
}
