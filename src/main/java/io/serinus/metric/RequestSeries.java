package io.serinus.metric;

/** The identity of one request counter: who counted, where the requests went, how they ended. */
public record RequestSeries(Instance instance, Destination destination, Outcome outcome) {}
