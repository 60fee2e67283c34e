@NullMarked
package io.serinus.simulation;

import org.jspecify.annotations.NullMarked;
