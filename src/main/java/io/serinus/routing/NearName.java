package io.serinus.routing;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The field that somebody meant who wrote one that does not exist. */
final class NearName {
    /** Names that begin alike are near, as {@code retry} and {@code retries}. */
    private static final int BEGINNING = 4;

    private NearName() {}

    /** As in {@code did you mean weight?}, or which fields there are where none is near; with its full stop. */
    static String advice(String name, Collection<String> known) {
        return nearest(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> "but " + String.join(", ", known) + ".");
    }

    static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate ->
                        distance(name, candidate) <= Math.max(1, candidate.length() / 3) || beginsAs(name, candidate))
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    private static boolean beginsAs(String name, String candidate) {
        return name.length() >= BEGINNING && candidate.regionMatches(true, 0, name, 0, BEGINNING);
    }

    /** How many letters are wrong, missing, too many or, two at a time, in the wrong order; whatever the case. */
    private static int distance(String from, String to) {
        String a = from.toLowerCase(Locale.ROOT);
        String b = to.toLowerCase(Locale.ROOT);
        int[][] distance = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    distance[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int best = Math.min(
                        distance[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                distance[i][j] = swapped ? Math.min(best, distance[i - 2][j - 2] + 1) : best;
            }
        }
        return distance[a.length()][b.length()];
    }
}
