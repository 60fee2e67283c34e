package io.serinus;

import io.serinus.release.Action;
import io.serinus.release.Journal;
import io.serinus.release.Release;
import org.jboss.logging.Logger;

/** One line in the log for everything that people are told. */
final class LogJournal implements Journal {
    private static final Logger LOG = Logger.getLogger("io.serinus.release");

    @Override
    public void record(Release release, Action.Announce announcement) {
        Logger.Level level = switch (announcement.severity()) {
            case NORMAL -> Logger.Level.INFO;
            case WARNING -> Logger.Level.WARN;
        };
        LOG.logf(level, "%s %s: %s", release.id(), announcement.reason(), announcement.message());
    }
}
