/** The cluster: informers, the VirtualService patch writer, the custom resources, Events and the leader Lease. */
@NullMarked
package io.serinus.kubernetes;

import org.jspecify.annotations.NullMarked;
