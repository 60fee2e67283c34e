/**
 * A VirtualService as a tree of plain maps and lists, and what may be done to it: find the routes to manage, shift the
 * weights of one pair of destinations, restore, explain ({@link io.serinus.routing.Lint}). Edits come out as JSON Patch operations; nothing else in the tree is
 * touched. Pure; {@link io.serinus.routing.Router} is the port that reads and writes the real objects.
 */
@NullMarked
package io.serinus.routing;

import org.jspecify.annotations.NullMarked;
