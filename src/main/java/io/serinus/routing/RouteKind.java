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

    /** The kind of this name, which there is. */
    static RouteKind of(String field) {
        for (RouteKind kind : values()) {
            if (kind.field.equals(field)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("kind is \"" + field + "\", expected http, tls or tcp");
    }

    /** The list's name in the VirtualService's {@code spec}. */
    public String field() {
        return field;
    }
}
