/**
 * Sequential statistics for two samples of counts: e-processes, confidence sequences, quantiles from buckets.
 *
 * <p>Knows no canary words and no other package of this project. No clock, no I/O, no threads; every type is an
 * immutable value.
 */
@NullMarked
package io.serinus.stats;

import org.jspecify.annotations.NullMarked;
