package io.serinus.routing;

/** The three lists of routes that a VirtualService has. */
public enum RouteKind {
    HTTP("http"),
    TLS("tls"),
    TCP("tcp");

    private final String field;

    RouteKind(String field) {
        this.field = field;
    }

    /** The list's name in the VirtualService's {@code spec}. */
    public String field() {
        return field;
    }
}
