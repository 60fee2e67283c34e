/** The controller's own metrics and health. */
@NullMarked
package io.serinus.telemetry;

import org.jspecify.annotations.NullMarked;
