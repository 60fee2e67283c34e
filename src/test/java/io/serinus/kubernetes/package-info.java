@NullMarked
package io.serinus.kubernetes;

import org.jspecify.annotations.NullMarked;
