package io.serinus.metric;

/** The identity of one duration histogram: who counted, where the requests went. */
public record LatencySeries(Instance instance, Destination destination) {}
