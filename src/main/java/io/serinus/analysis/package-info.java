/**
 * The judge: a template and the observations of both versions become evidence and a verdict with its reason. Pure.
 */
@NullMarked
package io.serinus.analysis;

import org.jspecify.annotations.NullMarked;
