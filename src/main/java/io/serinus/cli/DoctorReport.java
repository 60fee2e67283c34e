package io.serinus.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serinus.prometheus.Checkup;
import io.serinus.prometheus.Finding;
import io.serinus.prometheus.Finding.Grade;
import io.serinus.prometheus.Identity;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/** Writes what a checkup found. */
final class DoctorReport {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private DoctorReport() {}

    /** @param named whether the backends are those of the controller's options */
    static void text(List<Checkup.Report> reports, boolean named, Writer out) throws IOException {
        for (Checkup.Report report : reports) {
            out.write((named ? report.backend() + ": " : "") + report.url() + "\n");
            for (Finding finding : report.findings()) {
                out.write(String.format(
                        Locale.ROOT, "  %-8s %-12s %s%n", finding.grade(), finding.check(), finding.seen()));
                if (!finding.advice().isEmpty()) {
                    out.write(" ".repeat(24) + finding.advice() + "\n");
                }
            }
            out.write(summary(report) + "\n");
        }
        out.flush();
    }

    private static String summary(Checkup.Report report) {
        return number(report.count(Grade.PROBLEM), "problem") + ", " + number(report.count(Grade.WARNING), "warning");
    }

    private static String number(long count, String what) {
        return count == 0 ? "no " + what : count + " " + what + (count == 1 ? "" : "s");
    }

    static void json(List<Checkup.Report> reports, Writer out) throws IOException {
        ObjectNode document = JSON.createObjectNode();
        var backends = document.putArray("backends");
        for (Checkup.Report report : reports) {
            ObjectNode backend = backends.addObject()
                    .put("backend", report.backend())
                    .put("url", report.url().toString())
                    .put(
                            "flavor",
                            report.identity().map(it -> it.flavor().word()).orElse(null))
                    .put("version", report.identity().map(Identity::version).orElse(null))
                    .put("problems", report.count(Grade.PROBLEM))
                    .put("warnings", report.count(Grade.WARNING));
            var checks = backend.putArray("checks");
            for (Finding finding : report.findings()) {
                checks.addObject()
                        .put("check", finding.check())
                        .put("grade", finding.grade().name())
                        .put("seen", finding.seen())
                        .put("advice", finding.advice());
            }
        }
        out.write(JSON.writeValueAsString(document) + "\n");
        out.flush();
    }
}
