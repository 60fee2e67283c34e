package io.serinus.report;

import io.serinus.release.Release;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list somebody asks for.
 *
 * @param limit how many releases at most; absent or empty for {@value #USUAL}
 * @param token where the part before has ended; absent or empty for the first part
 */
record PageQuery(
        @QueryParam("limit") @Nullable String limit,
        @QueryParam("continue") @Nullable String token) {
    /** The parameters' names. */
    static final List<String> NAMES = List.of("limit", "continue");

    static final int USUAL = 100;
    static final int MOST = 500;

    /**
     * A part of a list.
     *
     * @param more where it ends; empty if nothing follows
     */
    record Part(List<Release> releases, Optional<Position> more) {}

    /**
     * The part of a list that was asked for.
     *
     * @param all in the order of {@link Position}
     * @throws ProblemException if a parameter is wrong
     */
    Part of(List<Release> all) throws ProblemException {
        int most = most();
        Optional<Position> begin = begin();
        List<Release> rest = begin.isEmpty()
                ? all
                : all.stream()
                        .filter(release -> Position.of(release).compareTo(begin.get()) > 0)
                        .toList();
        if (rest.size() <= most) {
            return new Part(rest, Optional.empty());
        }
        List<Release> part = rest.subList(0, most);
        return new Part(part, Optional.of(Position.of(part.getLast())));
    }

    private int most() throws ProblemException {
        Optional<String> typed = ReleaseQuery.typed(limit);
        if (typed.isEmpty()) {
            return USUAL;
        }
        int number = typed.get().matches("\\d{1,9}") ? Integer.parseInt(typed.get()) : 0;
        if (number < 1 || number > MOST) {
            throw new ProblemException(Problem.badParameter("limit", typed.get(), "a whole number from 1 to " + MOST));
        }
        return number;
    }

    private Optional<Position> begin() throws ProblemException {
        Optional<String> typed = ReleaseQuery.typed(token);
        Optional<Position> position = typed.flatMap(Position::read);
        if (typed.isPresent() && position.isEmpty()) {
            throw new ProblemException(Problem.badParameter(
                    "continue",
                    typed.get(),
                    "the \"continue\" of an earlier answer, or none to begin with the newest"));
        }
        return position;
    }
}
