package io.serinus.release;

/** The pods of the two versions of a release. */
public record Workloads(Workload baseline, Workload canary) {}
