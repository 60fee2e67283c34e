package io.serinus.simulation;

/** Which end of a request counts it: Istio's {@code reporter} label. */
enum Reporter {
    SOURCE("source"),
    DESTINATION("destination");

    final String label;

    Reporter(String label) {
        this.label = label;
    }
}
