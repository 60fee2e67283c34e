/** A real browser for tests of the page. */
@NullMarked
package io.serinus.browser;

import org.jspecify.annotations.NullMarked;
