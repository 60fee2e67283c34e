package io.serinus.offline;

import io.serinus.analysis.CountsJudge;
import java.io.IOException;

/** Who is told how counts are judged, while they are. */
public interface CountsReport {
    /** Before the first case. */
    void begin(String file) throws IOException;

    /** Before the first interval of a case. */
    void beginCase(CountsCase judged) throws IOException;

    /** After an interval, whose index counts from 0. */
    void interval(CountsCase judged, int index, CountsJudge judge) throws IOException;

    /** After the last interval of a case. */
    void endCase(CountsCase judged, CountsJudge judge) throws IOException;

    /** After the last case. */
    void end() throws IOException;
}
