package io.serinus.prometheus;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * What the backend says about an answer, apart from its rows.
 *
 * @param status "success" or "error"; empty if the body has none
 * @param resultType what the rows are; empty if there are none
 * @param error the backend's message; empty without an error
 * @param warnings reasons why the rows may be incomplete, the first few; without remarks on the query
 * @param partial whether a cluster says that some of its parts did not answer
 * @param histograms whether there are rows with native histograms instead of numbers
 */
record Answer(
        String status, String resultType, String error, List<String> warnings, boolean partial, boolean histograms) {
    /** Takes one value of one row. */
    interface Values {
        /**
         * Takes a number.
         *
         * @param labels valid during the call only
         * @param time in seconds since the epoch
         * @param value as the backend spells it
         */
        void accept(Map<String, String> labels, double time, String value);

        /**
         * Takes a native histogram.
         *
         * @param labels valid during the call only
         * @param time in seconds since the epoch
         */
        void histogram(Map<String, String> labels, double time, NativeHistogram histogram);
    }

    /** A body that is JSON but not an answer of the API. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;
        private final String problem;

        MalformedException(String problem) {
            super(problem);
            this.problem = problem;
        }

        String problem() {
            return problem;
        }
    }

    /**
     * Reads a body to its end, row by row, and takes nothing for granted: what is not exactly in the form of the API is
     * refused. Rows come before the answer is known to be good.
     *
     * @throws MalformedException if it is not in that form
     * @throws com.fasterxml.jackson.core.JacksonException if it is not JSON, ends early or repeats a field, or if one of its
     *     parts is larger or deeper than any answer has
     * @throws IOException if it cannot be read, or is not UTF-8
     */
    static Answer read(InputStream body, Values values) throws IOException {
        return new AnswerReader(values).read(body);
    }
}
