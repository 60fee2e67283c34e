package io.serinus.catalog;

import java.util.Comparator;

/**
 * Where something stands in a text, as editors count.
 *
 * @param line from 1
 * @param column from 1
 */
public record Place(int line, int column) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::line).thenComparingInt(Place::column);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    /** As in {@code 12:7}. */
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
