/** Reads Istio's counters from Prometheus and what speaks its HTTP API: query text, REST client, response decoding. */
@NullMarked
package io.serinus.prometheus;

import org.jspecify.annotations.NullMarked;
