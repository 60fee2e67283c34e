package io.serinus.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody meant who wrote a name that does not exist. */
public final class Spelling {
    private Spelling() {}

    /** As in "did you mean interval?", or "expected one of interval, warmup" where no known name is near. */
    public static String advice(String name, Collection<String> known) {
        return nearest(name, known)
                .map(candidate -> "did you mean " + candidate + "?")
                .orElseGet(() -> "expected one of " + String.join(", ", known));
    }

    private static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= Math.max(1, candidate.length() / 3))
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /** Levenshtein's distance, whatever the case. */
    private static int distance(String from, String to) {
        String a = from.toLowerCase(Locale.ROOT);
        String b = to.toLowerCase(Locale.ROOT);
        List<Integer> row = new ArrayList<>();
        for (int j = 0; j <= b.length(); j++) {
            row.add(j);
        }
        for (int i = 1; i <= a.length(); i++) {
            List<Integer> next = new ArrayList<>(List.of(i));
            for (int j = 1; j <= b.length(); j++) {
                int substituted = row.get(j - 1) + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                next.add(Math.min(substituted, 1 + Math.min(next.get(j - 1), row.get(j))));
            }
            row = next;
        }
        return row.getLast();
    }
}
