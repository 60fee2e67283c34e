/**
 * The judge: a template and the observations of both versions become evidence and a verdict with its reason. Pure.
 *
 * <p>{@link io.serinus.analysis.Judge} folds {@link io.serinus.analysis.Observation}s into a {@link
 * io.serinus.analysis.JudgeState} and reads a {@link io.serinus.analysis.Judgement} from it. A metric is made of streams,
 * comparisons of bad requests that each have an e-process against the canary and, but for outages, one for it.
 */
@NullMarked
package io.serinus.analysis;

import org.jspecify.annotations.NullMarked;
