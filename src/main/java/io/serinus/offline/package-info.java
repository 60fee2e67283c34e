/** Judges what was recorded before, without a cluster: reads files, asks the core, and writes text or JSON. */
@NullMarked
package io.serinus.offline;

import org.jspecify.annotations.NullMarked;
