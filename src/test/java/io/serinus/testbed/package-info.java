/**
 * Real servers for integration tests: a Kubernetes API server with Istio's resource definitions, Prometheus, and a
 * simulated mesh that both see. No shell, no containers: programs found by {@link io.serinus.testbed.Binaries}, started on
 * free ports of the loopback interface, with logs under {@code target/testbed}.
 */
@NullMarked
package io.serinus.testbed;

import org.jspecify.annotations.NullMarked;
