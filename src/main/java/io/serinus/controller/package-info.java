/** The loop: one tick reads the counters of all releases, judges each, and carries out what follows. Knows only ports. */
@NullMarked
package io.serinus.controller;

import org.jspecify.annotations.NullMarked;
