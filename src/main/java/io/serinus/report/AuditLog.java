package io.serinus.report;

import io.serinus.release.ReleaseId;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** One line for every command that somebody sent, whatever became of it. */
final class AuditLog {
    private static final Logger LOG = Logger.getLogger("io.serinus.audit");

    /** What could begin a line of its own, or turn the order of its characters around. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private static final int LONGEST = 300;

    private AuditLog() {}

    /**
     * Notes a command.
     *
     * @param user empty if nobody knows
     * @param what the command; empty if it was not read
     * @param outcome what became of it, in a word or two
     */
    static void note(String user, ReleaseId release, String what, int status, String outcome) {
        LOG.infof(
                "command user=%s release=%s command=%s status=%d outcome=%s",
                quoted(user), quoted(release.toString()), quoted(what), status, quoted(outcome));
    }

    /** In one line, and not too long: others may have written it. */
    static String clean(String text) {
        String line = INVISIBLE.matcher(text).replaceAll("");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    static String quoted(String text) {
        return '"' + clean(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
