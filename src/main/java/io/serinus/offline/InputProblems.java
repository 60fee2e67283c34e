package io.serinus.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Collects what is wrong with some input: the first mistakes as sentences, of all others how many they are. */
public final class InputProblems {
    /** As many as somebody corrects before trying again. */
    static final int SHOWN = 20;

    private final List<String> messages = new ArrayList<>();
    private long count;

    /** A mistake: where it is, and what was found, expected and is to be done. */
    void add(String where, String message) {
        count++;
        if (messages.size() < SHOWN) {
            messages.add(where.isEmpty() ? message : where + " " + message);
        }
    }

    /** Takes over another's mistakes, each led by where they are. */
    void addAll(String where, InputProblems others) {
        for (String message : others.messages) {
            add(where, message);
        }
        count += others.count - others.messages.size();
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** At most 20 sentences about the file, and one more that says how many mistakes there are besides. */
    public List<String> about(String file) {
        Stream<String> shown = messages.stream().map(message -> file + ": " + message);
        long others = count - messages.size();
        return others == 0
                ? shown.toList()
                : Stream.concat(shown, Stream.of(file + ": and " + others + " more"))
                        .toList();
    }
}
