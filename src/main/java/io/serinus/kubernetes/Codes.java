package io.serinus.kubernetes;

/** HTTP status codes that the JDK has no names for. */
final class Codes {
    static final int UNPROCESSABLE = 422;

    private Codes() {}
}
