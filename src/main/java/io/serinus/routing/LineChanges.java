package io.serinus.routing;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * The fewest lines that must be removed from one list and added from another to make the second of the first (Myers, "An
 * O(ND) Difference Algorithm and Its Variations", 1986, in linear space).
 */
public final class LineChanges {
    private final int[] before;
    private final int[] after;
    private final boolean[] removed;
    private final boolean[] added;

    /** How far paths with so many changes come on each diagonal, from the beginning and from the end. */
    private final int[] forward;

    private final int[] backward;
    private final int center;

    private LineChanges(int[] before, int[] after) {
        this.before = before;
        this.after = after;
        removed = new boolean[before.length];
        added = new boolean[after.length];
        center = before.length + after.length + 1;
        forward = new int[2 * center + 1];
        backward = new int[2 * center + 1];
    }

    /** The changes that make the second list of the first. */
    public static LineChanges between(List<String> before, List<String> after) {
        var numbers = new HashMap<String, Integer>();
        var changes = new LineChanges(numbered(before, numbers), numbered(after, numbers));
        changes.compare(0, before.size(), 0, after.size());
        return changes;
    }

    private static int[] numbered(List<String> lines, HashMap<String, Integer> numbers) {
        return lines.stream()
                .mapToInt(line -> numbers.computeIfAbsent(line, _ -> numbers.size()))
                .toArray();
    }

    /** Whether the first list's line is not in the second. */
    public boolean isRemoved(int line) {
        return removed[line];
    }

    /** Whether the second list's line is not in the first. */
    public boolean isAdded(int line) {
        return added[line];
    }

    private void compare(int from, int to, int otherFrom, int otherTo) {
        int a = from;
        int b = otherFrom;
        while (a < to && b < otherTo && before[a] == after[b]) {
            a++;
            b++;
        }
        int aEnd = to;
        int bEnd = otherTo;
        while (a < aEnd && b < bEnd && before[aEnd - 1] == after[bEnd - 1]) {
            aEnd--;
            bEnd--;
        }
        if (a == aEnd || b == bEnd) {
            Arrays.fill(removed, a, aEnd, true);
            Arrays.fill(added, b, bEnd, true);
            return;
        }
        Point middle = middle(a, aEnd, b, bEnd);
        compare(a, middle.a(), b, middle.b());
        compare(middle.a(), aEnd, middle.b(), bEnd);
    }

    private record Point(int a, int b) {}

    /** A point on a shortest way, half of the changes before it and half behind. */
    private Point middle(int from, int to, int otherFrom, int otherTo) {
        int n = to - from;
        int m = otherTo - otherFrom;
        int shift = n - m;
        boolean odd = (shift & 1) != 0;
        forward[center + 1] = 0;
        backward[center + 1] = 0;
        for (int changes = 0; changes <= (n + m + 1) / 2; changes++) {
            for (int k = -changes; k <= changes; k += 2) {
                int x = start(forward, k, changes);
                while (x < n && x - k < m && before[from + x] == after[otherFrom + x - k]) {
                    x++;
                }
                forward[center + k] = x;
                boolean other = odd && Math.abs(shift - k) < changes;
                if (other && x + backward[center + shift - k] >= n) {
                    return new Point(from + x, otherFrom + x - k);
                }
            }
            for (int k = -changes; k <= changes; k += 2) {
                int x = start(backward, k, changes);
                while (x < n && x - k < m && before[to - 1 - x] == after[otherTo - 1 - x + k]) {
                    x++;
                }
                backward[center + k] = x;
                boolean other = !odd && Math.abs(shift - k) <= changes;
                if (other && x + forward[center + shift - k] >= n) {
                    return new Point(to - x, otherTo - x + k);
                }
            }
        }
        throw new IllegalStateException("two lists have no way from one to the other");
    }

    /** Where a path begins on a diagonal: a line removed or a line added behind the neighbour that came further. */
    private int start(int[] reached, int k, int changes) {
        boolean adds = k == -changes || (k != changes && reached[center + k - 1] < reached[center + k + 1]);
        return adds ? reached[center + k + 1] : reached[center + k - 1] + 1;
    }
}
