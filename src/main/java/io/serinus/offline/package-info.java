/**
 * What can be done with files alone, without a cluster: recorded data in, a verdict with its evidence out; manifests in,
 * findings or the
 * steps of a release out.
 *
 * <p>{@link io.serinus.offline.CountsReader} reads a file of counts, {@link io.serinus.offline.CountsRun} judges it and
 * tells a {@link io.serinus.offline.CountsReport}. {@link io.serinus.offline.Manifests} reads Kubernetes objects and {@link
 * io.serinus.offline.LintRun} explains them; {@link io.serinus.offline.PreviewRun} lays out on them what a release would
 * write. Knows JSON, the core, and the templates and the YAML of {@code catalog};
 * prints nothing by itself.
 */
@NullMarked
package io.serinus.offline;

import org.jspecify.annotations.NullMarked;
