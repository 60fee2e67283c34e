package io.serinus.release;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person wants of a release, as the annotation {@link #ANNOTATION} says it: {@code pause by alice: rush hour}.
 *
 * @param verb what is wanted
 * @param gate the approval that is meant; empty for the one that the release waits for, and for all other verbs
 * @param by who wants it, as they say themselves; empty if they do not
 * @param reason why, as they say themselves; empty if they do not
 */
public record Command(Verb verb, Optional<String> gate, String by, String reason) {
    /** On the VirtualService; taken away once the command has been followed. */
    public static final String ANNOTATION = "serinus.io/command";

    private static final Pattern TEXT = Pattern.compile(
            "(?<verb>[a-z]+)(?:\\s+(?!by\\s)(?<gate>[A-Za-z0-9][A-Za-z0-9._-]*))?(?:\\s+by\\s+(?<by>[^:]+?))?\\s*(?::\\s*(?<reason>.*))?",
            Pattern.DOTALL);

    /** Characters of who and why that are kept. */
    private static final int LONGEST = 200;

    public Command {
        requireNonNull(verb, "verb is null");
        requireNonNull(gate, "gate is null");
        requireNonNull(by, "by is null");
        requireNonNull(reason, "reason is null");
    }

    /** All that can be wanted. */
    public enum Verb {
        /** Stay in this step until resumed; a bad canary is aborted all the same. */
        PAUSE,
        /** Go on. */
        RESUME,
        /** Open a gate. */
        APPROVE,
        /** Go to the next step without waiting for more evidence. */
        SKIP,
        /** Give the canary everything now, without waiting for more evidence. */
        PROMOTE,
        /** Back to the baseline. */
        ABORT,
        /** Begin an ended release anew. */
        RETRY;

        /** As people write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Every word that a command can begin with. */
    public static List<String> words() {
        return Arrays.stream(Verb.values()).map(Verb::word).toList();
    }

    /**
     * The command in the text.
     *
     * @throws IllegalArgumentException if there is none; the message says what was expected
     */
    public static Command parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        Optional<Verb> verb = matcher.matches()
                ? Arrays.stream(Verb.values())
                        .filter(known -> known.word().equals(matcher.group("verb")))
                        .findFirst()
                : Optional.empty();
        Optional<String> gate = verb.flatMap(_ -> Optional.ofNullable(matcher.group("gate")));
        if (verb.isEmpty() || gate.isPresent() && verb.get() != Verb.APPROVE) {
            throw new IllegalArgumentException("is \"" + bounded(text.strip()) + "\", expected one of "
                    + String.join(", ", words())
                    + ", behind approve the gate's name, then if you like by and your name, and"
                    + " behind a colon the reason, such as \"pause by alice: rush hour\"");
        }
        return new Command(verb.get(), gate, part(matcher, "by"), part(matcher, "reason"));
    }

    /** As the annotation has it. */
    public String text() {
        return verb.word()
                + gate.map(name -> " " + name).orElse("")
                + (by.isEmpty() ? "" : " by " + by)
                + (reason.isEmpty() ? "" : ": " + reason);
    }

    /** Who and why, behind a verb in the past tense. */
    String signature() {
        return " by " + (by.isEmpty() ? "a command" : by)
                + (reason.isEmpty() ? "." : ": " + reason + (reason.endsWith(".") ? "" : "."));
    }

    private static String part(Matcher matcher, String group) {
        String found = matcher.group(group);
        return found == null ? "" : bounded(found.strip().replaceAll("\\s+", " "));
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
