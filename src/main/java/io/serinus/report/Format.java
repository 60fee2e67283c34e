package io.serinus.report;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What an answer can be written in. */
enum Format {
    JSON(MediaType.APPLICATION_JSON),
    TEXT(MediaType.TEXT_PLAIN),
    MARKDOWN("text/markdown"),
    YAML("application/yaml");

    private static final List<Format> OF_RELEASES = List.of(JSON, TEXT, MARKDOWN);

    private final String type;

    Format(String type) {
        this.type = type;
    }

    /** Its media type. */
    String type() {
        return type;
    }

    /**
     * The one of those for releases that a request likes best, by its header Accept; JSON where it does not say.
     *
     * @throws ProblemException if it likes none of them
     */
    static Format wanted(HttpHeaders request) throws ProblemException {
        return wanted(request, OF_RELEASES);
    }

    /**
     * The same among those that are offered, of which the first is taken where a request does not say.
     *
     * @throws ProblemException if it likes none of them
     */
    static Format wanted(HttpHeaders request, List<Format> offered) throws ProblemException {
        String accept = String.join(",", request.getRequestHeader(HttpHeaders.ACCEPT));
        if (accept.isBlank()) {
            return offered.getFirst();
        }
        List<Range> ranges =
                Stream.of(accept.split(",", -1)).flatMap(Range::parse).toList();
        Format best = offered.getFirst();
        double most = 0;
        for (Format format : offered) {
            double quality = quality(ranges, format);
            if (quality > most) {
                most = quality;
                best = format;
            }
        }
        if (most == 0) {
            throw new ProblemException(Problem.notAcceptable(
                    accept, offered.stream().map(Format::type).toList()));
        }
        return best;
    }

    /** By the range that says most about it (RFC 9110, 12.5.1). */
    private static double quality(List<Range> ranges, Format format) {
        return ranges.stream()
                .filter(range -> range.fits(format.type))
                .max(Comparator.comparingInt(Range::precision))
                .map(Range::quality)
                .orElse(0.0);
    }

    /**
     * One element of the header.
     *
     * @param range such as {@code text/plain}, {@code text/*} or {@code *}{@code /*}
     * @param quality from 0, not at all, to 1
     */
    private record Range(String range, double quality) {
        /** None where it is not understood. */
        static Stream<Range> parse(String text) {
            var parts = new ArrayList<>(List.of(text.split(";", -1)));
            String range = parts.removeFirst().strip().toLowerCase(Locale.ROOT);
            double quality = 1;
            for (String part : parts) {
                String parameter = part.strip().toLowerCase(Locale.ROOT);
                if (parameter.startsWith("q=")) {
                    String number = parameter.substring(2);
                    if (!number.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?")) {
                        return Stream.empty();
                    }
                    quality = Double.parseDouble(number);
                }
            }
            return Stream.of(new Range(range, quality));
        }

        boolean fits(String type) {
            return range.equals(type)
                    || range.equals("*/*")
                    || (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1)));
        }

        int precision() {
            return range.equals("*/*") ? 0 : range.endsWith("/*") ? 1 : 2;
        }
    }
}
