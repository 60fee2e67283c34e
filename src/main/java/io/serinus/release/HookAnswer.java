package io.serinus.release;

/** What a hook says. */
public sealed interface HookAnswer {
    /** Go on. */
    record Agreed() implements HookAnswer {}

    /** Not yet; it is asked again. */
    record Held(String message) implements HookAnswer {}

    /** Back to the baseline. */
    record Vetoed(String message) implements HookAnswer {}

    /** Nobody answered, however often it was tried; the template says what follows. */
    record Failed(String message) implements HookAnswer {}
}
