/**
 * Classical tests of two samples, for a horizon fixed in advance.
 *
 * <p>Not valid under peeking: decide beforehand when to look, look once, and decide. Looking again and again until a p-value
 * is small finds a difference sooner or later where there is none; {@link io.serinus.stats.EProcess} is for that. All of them
 * take values or requests for independent; where the data come in bursts, give the design effect.
 *
 * <p>An {@link io.serinus.stats.classic.Outcome} says which direction was tested, and whether there is an answer at all.
 */
@NullMarked
package io.serinus.stats.classic;

import org.jspecify.annotations.NullMarked;
