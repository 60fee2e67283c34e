/**
 * The analysis template as values: metrics with their tolerances, steps, limits and policies. Pure; where the values come
 * from (YAML files, custom resources) is the business of {@code catalog}.
 */
@NullMarked
package io.serinus.template;

import org.jspecify.annotations.NullMarked;
