package io.serinus.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The constants of enumerations as templates write them: {@code DRY_RUN} is {@code dryRun}. */
final class Words {
    private static final Pattern NEXT_WORD = Pattern.compile("_([a-z])");

    private Words() {}

    static String of(Enum<?> constant) {
        return NEXT_WORD
                .matcher(constant.name().toLowerCase(Locale.ROOT))
                .replaceAll(next -> next.group(1).toUpperCase(Locale.ROOT));
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
