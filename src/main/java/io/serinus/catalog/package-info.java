/** Analysis templates from YAML (built in, from files, from custom resources) into {@code template} values. */
@NullMarked
package io.serinus.catalog;

import org.jspecify.annotations.NullMarked;
