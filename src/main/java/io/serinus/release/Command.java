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

    private static final Pattern GATE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final int LONGEST_GATE = 63;
    private static final Pattern HEAD =
            Pattern.compile("(?<verb>[a-z]+)(?:\\s+(?!by\\s)(?<gate>" + GATE.pattern() + "))?");
    private static final Pattern BY = Pattern.compile("\\s+by\\s+");

    /** Names such as system:serviceaccount:shop:bot contain colons, but none with a blank behind it. */
    private static final Pattern BEHIND_NAME = Pattern.compile(":(?:\\s|\\z)");

    /** What would break a line, or turn the order of its characters around. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+");

    /** Characters of who and why that are kept. */
    public static final int LONGEST = 200;

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
     * A command whose {@link #text} is read as the same command again, whatever the parts contain.
     *
     * @param gate may be empty
     * @param by a name of any form, such as that of a user of the cluster; may be empty
     * @param reason may be empty
     * @throws IllegalArgumentException if there is no such gate, or the verb takes none; the message says what was expected
     */
    public static Command of(Verb verb, Optional<String> gate, String by, String reason) {
        gate.ifPresent(name -> {
            if (verb != Verb.APPROVE) {
                throw new IllegalArgumentException("gate is \"" + bounded(name) + "\" beside " + verb.word()
                        + ", expected it beside approve only; leave it out");
            }
            if (!GATE.matcher(name).matches() || name.equals("by") || name.length() > LONGEST_GATE) {
                throw new IllegalArgumentException("gate is \"" + bounded(name)
                        + "\", expected the name of an approval: letters, digits, '.', '_' and '-', at most "
                        + LONGEST_GATE + ", beginning with a letter or digit");
            }
        });
        String name = line(by).replaceAll(":+\\s+", ":").replaceFirst("^:+", "");
        return new Command(verb, gate, bounded(name).replaceFirst(":+$", "").strip(), line(reason));
    }

    /** The verb of that word, in lower case; empty if there is none. */
    public static Optional<Verb> verb(String word) {
        return Arrays.stream(Verb.values())
                .filter(known -> known.word().equals(word))
                .findFirst();
    }

    /**
     * The command in the text.
     *
     * @throws IllegalArgumentException if there is none; the message says what was expected
     */
    public static Command parse(String text) {
        String stripped = text.strip();
        Matcher head = HEAD.matcher(stripped);
        Optional<Verb> verb = head.lookingAt() ? verb(head.group("verb")) : Optional.empty();
        Optional<String> gate = verb.flatMap(_ -> Optional.ofNullable(head.group("gate")));
        if (verb.isEmpty() || gate.isPresent() && verb.get() != Verb.APPROVE) {
            throw notUnderstood(stripped);
        }
        String rest = stripped.substring(head.end());
        Matcher by = BY.matcher(rest);
        if (by.lookingAt()) {
            String tail = rest.substring(by.end());
            Matcher behind = BEHIND_NAME.matcher(tail);
            boolean hasReason = behind.find();
            String name = hasReason ? tail.substring(0, behind.start()) : tail;
            if (name.isBlank()) {
                throw notUnderstood(stripped);
            }
            return new Command(verb.get(), gate, line(name), line(hasReason ? tail.substring(behind.end()) : ""));
        }
        String reason = rest.stripLeading();
        if (!reason.isEmpty() && !reason.startsWith(":")) {
            throw notUnderstood(stripped);
        }
        return new Command(verb.get(), gate, "", line(reason.isEmpty() ? "" : reason.substring(1)));
    }

    private static IllegalArgumentException notUnderstood(String text) {
        return new IllegalArgumentException("is \"" + bounded(text) + "\", expected one of "
                + String.join(", ", words())
                + ", behind approve the gate's name, then if you like by and your name, and"
                + " behind a colon the reason, such as \"pause by alice: rush hour\"");
    }

    /** As the annotation has it. */
    public String text() {
        return verb.word()
                + gate.map(name -> " " + name).orElse("")
                + (by.isEmpty() ? "" : " by " + by)
                + (reason.isEmpty() ? "" : ": " + reason);
    }

    /**
     * Who and why, behind a verb in the past tense: the end of the sentence by which the command's entry in the release's
     * log says that it was followed.
     */
    public String signature() {
        return " by " + (by.isEmpty() ? "a command" : by)
                + (reason.isEmpty() ? "." : ": " + reason + (reason.endsWith(".") ? "" : "."));
    }

    /** In one line, and not too long. */
    static String line(String text) {
        return bounded(INVISIBLE.matcher(text).replaceAll(" ").strip());
    }

    private static String bounded(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return text.substring(0, end) + "…";
    }
}
