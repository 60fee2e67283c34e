/**
 * The life of one release: states, steps and the one function that moves between them. Pure: time comes in as a value,
 * what must be done to the world goes out as {@link io.serinus.release.Action}s.
 */
@NullMarked
package io.serinus.release;

import org.jspecify.annotations.NullMarked;
