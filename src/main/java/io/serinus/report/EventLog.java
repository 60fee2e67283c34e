package io.serinus.report;

import io.serinus.release.ReleaseId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The newest events, for clients that were away for a moment. Each has an id that names this process and a number: after a
 * restart, and on another replica, no id of before is known. Not safe for several threads.
 */
final class EventLog {
    private final String process = UUID.randomUUID().toString().substring(0, 8);
    private final Deque<Event> newest = new ArrayDeque<>();
    private final int most;
    private long last;

    /** @param most how many events are remembered */
    EventLog(int most) {
        this.most = most;
    }

    /**
     * One event as it is sent.
     *
     * @param number counted from 1
     * @param text its lines, the empty one at the end included
     */
    record Event(long number, ReleaseId release, String text) {}

    /**
     * Remembers an event.
     *
     * @param kind its name
     * @param data one line
     */
    Event add(String kind, ReleaseId release, String data) {
        last++;
        var event = new Event(last, release, "id: " + lastId() + "\nevent: " + kind + "\ndata: " + data + "\n\n");
        newest.addLast(event);
        if (newest.size() > most) {
            newest.removeFirst();
        }
        return event;
    }

    /** Notes that something happened which nobody was told: whoever comes back has missed it. */
    void skip() {
        last++;
        newest.clear();
    }

    /** Of the newest event. */
    String lastId() {
        return process + "-" + last;
    }

    /** The events after that one, oldest first; empty if nobody can tell which these were. */
    Optional<List<Event>> since(String id) {
        int dash = id.indexOf('-');
        if (dash < 0 || !id.substring(0, dash).equals(process)) {
            return Optional.empty();
        }
        long number;
        try {
            number = Long.parseLong(id, dash + 1, id.length(), 10);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        if (number > last || number < last - newest.size()) {
            return Optional.empty();
        }
        return Optional.of(
                newest.stream().filter(event -> event.number() > number).toList());
    }
}
