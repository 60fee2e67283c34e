package io.serinus.metric;

import java.util.function.Function;

/** The same thing for both versions of a release. */
public record Compared<T>(T baseline, T canary) {

    /** Both sides mapped by the same function. */
    public <R> Compared<R> map(Function<? super T, ? extends R> function) {
        return new Compared<>(function.apply(baseline), function.apply(canary));
    }
}
