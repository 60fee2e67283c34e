package io.serinus.routing;

import io.serinus.routing.LintFinding.Severity;
import java.util.ArrayList;
import java.util.List;

/** Collects findings in the order in which they are made. */
final class LintFindings {
    private final List<LintFinding> all = new ArrayList<>();

    void error(LintCode code, String path, String sentence) {
        add(code, Severity.ERROR, path, sentence);
    }

    void warning(LintCode code, String path, String sentence) {
        add(code, Severity.WARNING, path, sentence);
    }

    void info(LintCode code, String path, String sentence) {
        add(code, Severity.INFO, path, sentence);
    }

    void add(LintCode code, Severity severity, String path, String sentence) {
        add(new LintFinding(code.text(), severity, path, sentence));
    }

    void add(LintFinding finding) {
        all.add(finding);
    }

    List<LintFinding> all() {
        return List.copyOf(all);
    }
}
