/**
 * Analysis templates from YAML (built in, from files, from custom resources) into {@code template} values, and Kubernetes'
 * YAML as such.
 */
@NullMarked
package io.serinus.catalog;

import org.jspecify.annotations.NullMarked;
