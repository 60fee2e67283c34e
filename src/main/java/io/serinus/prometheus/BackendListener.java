package io.serinus.prometheus;

import java.time.Duration;

/** Hears what came of queries. Every method may be called from any thread and must return at once. */
public interface BackendListener {
    /** Does not listen. */
    BackendListener NONE = new BackendListener() {};

    /** How a query fails. */
    enum Failure {
        /** No connection, or it broke: name, network, TLS. */
        CONNECTION,
        /** No complete answer in time. */
        TIMEOUT,
        /** 401 or 403. */
        CREDENTIALS,
        /** 408, 429 or 5xx: overloaded or just starting. */
        UNAVAILABLE,
        /** Any other status that is not 200: the query or the address is refused. */
        REFUSED,
        /** The answer is larger than allowed. */
        TOO_LARGE,
        /** HTTP 200, but not the complete answer to the query. */
        UNUSABLE
    }

    /** There is this backend. */
    default void begins(String backend) {}

    /**
     * A query was sent, and it is over.
     *
     * @param took until its answer was there, or had failed
     * @param bytes of the answer, as they came over the wire; 0 without one
     */
    default void asked(String backend, Duration took, long bytes) {}

    /** A try of a query failed. */
    default void failed(String backend, Failure failure) {}

    /** A query is tried once more. */
    default void retried(String backend) {}

    /** An answer was there this long after the evaluation time of its query. */
    default void lagged(String backend, Duration behind) {}

    /** Nine of ten proxies have a sample that is no older than this. */
    default void sampleAge(String backend, Duration age) {}

    /** How old samples are is not known now: no proxy has any, or the backend does not say. */
    default void sampleAgeUnknown(String backend) {}

    /** It is known by now what the backend is. */
    default void identified(String backend, Identity identity) {}
}
