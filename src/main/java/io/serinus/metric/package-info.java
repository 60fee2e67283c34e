/**
 * What was measured: versions, outcomes, exact request and latency counts, and the rules that turn two snapshots of raw
 * counters into exact increments.
 *
 * <p>Pure: no framework, no clock, no I/O. {@link io.serinus.metric.MetricSource} is the port that a metrics backend
 * implements.
 */
@NullMarked
package io.serinus.metric;

import org.jspecify.annotations.NullMarked;
