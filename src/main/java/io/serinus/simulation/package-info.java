/**
 * A simulated mesh: services, versions, pods, faults and traffic, producing the same counters that Istio's proxies
 * expose. For {@code serinus demo}, tests and benchmarks; the controller cannot tell it from a real one.
 */
@NullMarked
package io.serinus.simulation;

import org.jspecify.annotations.NullMarked;
