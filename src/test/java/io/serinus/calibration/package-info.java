/**
 * The calibration run: releases on simulated traffic, judged by Serinus's judge as shipped and by the rules of other tools,
 * to show how often identical versions are aborted and how soon worse ones are.
 *
 * <p>{@link io.serinus.calibration.CalibrationRun} is the long run that writes {@code docs/calibration.md}; {@link
 * io.serinus.calibration.CalibrationTest} is a small part of it with a fixed seed, for every build. Everything that is
 * drawn depends on the seed, the scenario, the cell and the number of the release only, so that each release can be
 * repeated by itself.
 */
@NullMarked
package io.serinus.calibration;

import org.jspecify.annotations.NullMarked;
