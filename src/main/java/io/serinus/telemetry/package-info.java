/**
 * The controller's own metrics and health. Release metrics are read from the release store when somebody scrapes; what the
 * loop does is told to {@link io.serinus.telemetry.ControllerMetrics} and {@link io.serinus.telemetry.LoopStatus}.
 */
@NullMarked
package io.serinus.telemetry;

import org.jspecify.annotations.NullMarked;
