package io.serinus.cli;

import java.util.Locale;

/** The format of a result, named as it is typed. */
enum Output {
    TEXT,
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
