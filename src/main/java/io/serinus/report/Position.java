package io.serinus.report;

import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where a release stands in the list, newest first; stays the same whatever else begins or is forgotten.
 *
 * @param createdAt when the release was asked for
 * @param id which of those that were asked for at that time
 */
record Position(Instant createdAt, ReleaseId id) implements Comparable<Position> {
    static final Comparator<Release> NEWEST_FIRST = Comparator.comparing(Position::of);

    private static final Comparator<Position> ORDER = Comparator.comparing(Position::createdAt)
            .reversed()
            .thenComparing(position -> position.id().namespace())
            .thenComparing(position -> position.id().name());

    static Position of(Release release) {
        return new Position(release.createdAt(), release.id());
    }

    /** Something to come back with. Nobody but {@link #read} may look into it. */
    String token() {
        String text = createdAt + " " + id.namespace() + " " + id.name();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What {@link #token} was made of; empty if it was made by somebody else. */
    static Optional<Position> read(String token) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(token)))
                    .toString();
            String[] parts = text.split(" ", -1);
            return parts.length == 3
                    ? Optional.of(new Position(Instant.parse(parts[0]), new ReleaseId(parts[1], parts[2])))
                    : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
