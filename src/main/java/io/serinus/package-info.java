/** Puts the rooms together: which adapters stand behind the ports, and what starts and stops in which order. */
@NullMarked
package io.serinus;

import org.jspecify.annotations.NullMarked;
