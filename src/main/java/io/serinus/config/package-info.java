/** The only reader of configuration: configuration sources become immutable settings. */
@NullMarked
package io.serinus.config;

import org.jspecify.annotations.NullMarked;
