package io.serinus.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.release.Action.Announce;
import io.serinus.release.Action.Announce.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What docs/notifications.md says of the severities of each reason. */
public final class NotificationsPage {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[A-Z][^|]*) \\| ([^|]*) \\| [^|]* \\|$");
    private static final Pattern WORD = Pattern.compile("`(\\w+)`");

    private static final Map<String, Set<Severity>> SEVERITIES = read();

    private NotificationsPage() {}

    private static Map<String, Set<Severity>> read() {
        String page;
        try {
            page = Files.readString(Path.of("docs/notifications.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var severities = new LinkedHashMap<String, Set<Severity>>();
        ROW.matcher(page).results().forEach(row -> {
            Set<Severity> said = EnumSet.noneOf(Severity.class);
            for (Severity severity : Severity.values()) {
                if (row.group(2).contains(severity.name().toLowerCase(Locale.ROOT))) {
                    said.add(severity);
                }
            }
            WORD.matcher(row.group(1)).results().forEach(reason -> severities.put(reason.group(1), said));
        });
        return severities;
    }

    /** By the reasons, in the order of the page. */
    static Map<String, Set<Severity>> severities() {
        return SEVERITIES;
    }

    /** Fails if the page does not say that this may be. */
    public static void requireSaid(Announce announcement) {
        assertThat(SEVERITIES).containsKey(announcement.reason());
        assertThat(SEVERITIES.get(announcement.reason()))
                .as("severities of %s in docs/notifications.md", announcement.reason())
                .contains(announcement.severity());
    }
}
