package io.serinus;

import io.serinus.config.SerinusConfig;
import io.serinus.offline.LintJson;
import io.serinus.offline.LintReport;
import io.serinus.offline.LintRun;
import io.serinus.offline.LintText;
import io.serinus.offline.Manifests;
import io.serinus.report.Linter;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Looks at what was posted by the code of {@code serinus lint}, so that both find the same. */
@Singleton
final class PostedObjects implements Linter {
    /** What takes the place of a file's name. */
    private static final String BODY = "body";

    private final String clusterDomain;

    PostedObjects(SerinusConfig config) {
        this.clusterDomain = config.clusterDomain();
    }

    @Override
    public Answer lint(String text, Wish wish) {
        Manifests manifests = Manifests.of(BODY, text, wish.namespace());
        if (!manifests.problems().isEmpty()) {
            return new Answer.Unreadable(manifests.problems());
        }
        LintReport report = LintRun.of(
                manifests, wish.canary().map(canary -> new LintRun.Release(canary, wish.baseline())), clusterDomain);
        return report.looked().isEmpty()
                ? new Answer.Nothing(LintText.skipped(report).toList())
                : answer(report);
    }

    private static Answer answer(LintReport report) {
        try {
            var json = new StringWriter();
            LintJson.write(report, json);
            var lines = new StringWriter();
            LintText.write(report, lines);
            LintText.notes(report).forEach(note -> lines.write(note + "\n"));
            return new Answer.Looked(json.toString(), lines.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
