/** The {@code serinus} command. Commands parse, start and print; what they start lives elsewhere. */
@NullMarked
package io.serinus.cli;

import org.jspecify.annotations.NullMarked;
