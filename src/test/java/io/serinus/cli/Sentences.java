package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;

/** What people read. */
final class Sentences {
    private Sentences() {}

    /** Requires that nothing of the program's inside shows in a text. */
    static void require(String text) {
        assertThat(text)
                .doesNotContain("Exception", "\tat ", "java.", "io.serinus.routing", "io.serinus.offline")
                .doesNotContainPattern("\\bnull\\b")
                .doesNotContainPattern("@[0-9a-f]{6,}");
    }
}
