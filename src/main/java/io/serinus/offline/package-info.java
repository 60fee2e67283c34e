/**
 * Judging recorded data without a cluster: files in, a verdict with its evidence out.
 *
 * <p>{@link io.serinus.offline.CountsReader} reads a file of counts, {@link io.serinus.offline.CountsRun} judges it and
 * tells a {@link io.serinus.offline.CountsReport}. Knows JSON, the core, and the templates of {@code catalog}; prints
 * nothing by itself.
 */
@NullMarked
package io.serinus.offline;

import org.jspecify.annotations.NullMarked;
