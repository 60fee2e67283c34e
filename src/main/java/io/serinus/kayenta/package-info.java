/**
 * Judges two sets of sampled metrics as Kayenta's {@code NetflixACAJudge-v1.0} does, given a Kayenta canary config: for
 * people who come from Kayenta, and to compare its judgements with Serinus's own.
 *
 * <p>{@link io.serinus.kayenta.KayentaJudge} is the door. The package uses Kayenta's words: the baseline's samples are the
 * <em>control</em>, the canary's are the <em>experiment</em>. It knows no other package of this project. No clock, no I/O,
 * no threads; every type is an immutable value.
 */
@NullMarked
package io.serinus.kayenta;

import org.jspecify.annotations.NullMarked;
