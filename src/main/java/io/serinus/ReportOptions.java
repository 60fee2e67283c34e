package io.serinus;

import io.serinus.config.SerinusConfig;
import io.serinus.report.ReportAccess;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The options of the report, for those of its parts that are built before anything starts. */
final class ReportOptions {
    @Produces
    @Singleton
    ReportAccess access(SerinusConfig config) {
        return ReportAccess.of(config.report().access());
    }
}
