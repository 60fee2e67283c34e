package io.serinus.offline;

import io.serinus.analysis.CountsJudge;
import io.serinus.analysis.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Judges the cases of a file one after the other. Keeps one state at a time. */
public final class CountsRun {
    private CountsRun() {}

    /**
     * Judges every case without mistakes.
     *
     * @param name of the file, as the user gave it
     * @return the verdicts in the order of these cases
     * @throws IOException if the report cannot be written
     */
    public static List<Verdict> judge(String name, CountsFile file, CountsReport report) throws IOException {
        var verdicts = new ArrayList<Verdict>();
        report.begin(name);
        for (CountsCase it : file.cases()) {
            if (it.isSound()) {
                verdicts.add(judge(it, report));
            }
        }
        report.end();
        return verdicts;
    }

    private static Verdict judge(CountsCase it, CountsReport report) throws IOException {
        report.beginCase(it);
        CountsJudge judge = CountsJudge.of(it.rules());
        for (int i = 0; i < it.intervals().size(); i++) {
            judge = it.intervals().isMissing(i)
                    ? judge.missing()
                    : judge.fold(it.intervals().counts(i));
            report.interval(it, i, judge);
        }
        report.endCase(it, judge);
        return judge.verdict();
    }
}
