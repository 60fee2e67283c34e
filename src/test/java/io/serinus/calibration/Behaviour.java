package io.serinus.calibration;

/**
 * What a version does.
 *
 * @param errorRate the mean fraction of requests that fail, 0..1
 * @param latency how long requests take
 */
record Behaviour(double errorRate, Latency latency) {}
