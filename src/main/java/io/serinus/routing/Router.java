package io.serinus.routing;

import java.util.List;
import java.util.Optional;

/** Port: reads and patches VirtualServices. Calls may block for as long as the API server takes, time-boxed. */
public interface Router {

    /**
     * The VirtualService as the API server has it now, not as a cache remembers it; empty if there is none.
     *
     * @throws RoutingException if the API server did not answer
     */
    Optional<VirtualService> read(String namespace, String name) throws RoutingException;

    /**
     * Applies the operations to exactly the version given, all or nothing.
     *
     * @throws RoutingException if the API server did not answer; whether the write happened is then unknown, and a fresh
     *     read tells
     */
    Result patch(VirtualService base, List<PatchOperation> operations) throws RoutingException;

    /** What became of a patch. */
    sealed interface Result {
        /** Written; this is the object now. */
        record Applied(VirtualService now) implements Result {}

        /** Somebody else wrote first: read again and decide again. */
        record Conflict() implements Result {}

        /** The object does not have the shape that the operations expect, or the API server refuses the outcome. */
        record Refused(String message) implements Result {}

        /** The VirtualService is gone. */
        record Gone() implements Result {}
    }
}
