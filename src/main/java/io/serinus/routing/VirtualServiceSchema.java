package io.serinus.routing;

import io.serinus.routing.FieldType.Choice;
import io.serinus.routing.FieldType.Each;
import io.serinus.routing.FieldType.Elsewhere;
import io.serinus.routing.FieldType.Fields;
import io.serinus.routing.FieldType.Flag;
import io.serinus.routing.FieldType.Named;
import io.serinus.routing.FieldType.Real;
import io.serinus.routing.FieldType.Text;
import io.serinus.routing.FieldType.Time;
import io.serinus.routing.FieldType.Whole;
import java.util.List;

/** The fields of a VirtualService's {@code spec} in {@code networking.istio.io/v1}; the older versions have the same. */
final class VirtualServiceSchema {
    private static final FieldType TEXT = new Text();
    private static final FieldType FLAG = new Flag();
    private static final FieldType REAL = new Real();
    private static final FieldType TIME = new Time();
    private static final FieldType UNSIGNED = new Whole(0, 4294967295L);
    private static final FieldType SIGNED = new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
    private static final FieldType TEXTS = new Each("a list of texts", TEXT);
    private static final FieldType TEXT_BY_NAME = new Named("an object with texts", TEXT);

    private static final FieldType CONDITION =
            Fields.of("an object with exact, prefix or regex").with(TEXT, "exact", "prefix", "regex");
    private static final FieldType CONDITIONS = new Named("an object with a condition for each name", CONDITION);
    private static final FieldType PERCENTAGE =
            Fields.of("an object with value").with(REAL, "value");

    private static final FieldType DESTINATION = Fields.of("an object with host")
            .with(TEXT, "host", "subset")
            .with(Fields.of("an object with number").with(UNSIGNED, "number"), "port");

    private static final FieldType HEADER_CHANGES =
            Fields.of("an object").with(TEXT_BY_NAME, "add", "set").with(TEXTS, "remove");
    private static final FieldType HEADERS =
            Fields.of("an object with request or response").with(HEADER_CHANGES, "request", "response");

    private static final Fields CONNECTION_DESTINATION =
            Fields.of("a destination").with(DESTINATION, "destination").with(new Elsewhere(true), "weight");
    private static final Fields HTTP_DESTINATION =
            CONNECTION_DESTINATION.with(HEADERS, "headers").with(new Elsewhere(false), "timeout", "retries");

    private static final FieldType CORS_POLICY = Fields.of("an object")
            .with(FLAG, "allowCredentials")
            .with(TEXTS, "allowHeaders", "allowMethods", "allowOrigin", "exposeHeaders")
            .with(new Each("a list of conditions", CONDITION), "allowOrigins")
            .with(TIME, "maxAge")
            .with(new Choice(List.of("UNSPECIFIED", "FORWARD", "IGNORE")), "unmatchedPreflights");

    private static final FieldType FAULT = Fields.of("an object with abort or delay")
            .with(
                    Fields.of("an object")
                            .with(TEXT, "grpcStatus", "http2Error")
                            .with(SIGNED, "httpStatus")
                            .with(PERCENTAGE, "percentage"),
                    "abort")
            .with(
                    Fields.of("an object")
                            .with(TIME, "exponentialDelay", "fixedDelay")
                            .with(SIGNED, "percent")
                            .with(PERCENTAGE, "percentage"),
                    "delay");

    private static final FieldType HTTP_MATCH = Fields.of("a match block")
            .with(CONDITION, "authority", "method", "scheme", "uri")
            .with(CONDITIONS, "headers", "queryParams", "withoutHeaders")
            .with(TEXTS, "gateways")
            .with(FLAG, "ignoreUriCase")
            .with(TEXT, "name", "sourceNamespace", "statPrefix")
            .with(UNSIGNED, "port")
            .with(TEXT_BY_NAME, "sourceLabels");

    private static final Fields TLS_MATCH = Fields.of("a match block")
            .with(TEXTS, "destinationSubnets", "gateways", "sniHosts")
            .with(UNSIGNED, "port")
            .with(TEXT_BY_NAME, "sourceLabels")
            .with(TEXT, "sourceNamespace");

    private static final FieldType TCP_MATCH = Fields.of("a match block")
            .with(TEXTS, "destinationSubnets", "gateways")
            .with(UNSIGNED, "port")
            .with(TEXT_BY_NAME, "sourceLabels")
            .with(TEXT, "sourceNamespace", "sourceSubnet");

    private static final FieldType REDIRECT = Fields.of("an object")
            .with(TEXT, "authority", "prefixRewrite", "scheme", "uri")
            .with(new Choice(List.of("FROM_PROTOCOL_DEFAULT", "FROM_REQUEST_PORT")), "derivePort")
            .with(UNSIGNED, "port", "redirectCode");

    private static final FieldType RETRIES = Fields.of("an object with attempts")
            .with(SIGNED, "attempts")
            .with(TIME, "backoff", "perTryTimeout")
            .with(FLAG, "retryIgnorePreviousHosts", "retryRemoteLocalities")
            .with(TEXT, "retryOn");

    private static final FieldType REWRITE = Fields.of("an object")
            .with(TEXT, "authority", "uri")
            .with(Fields.of("an object").with(TEXT, "match", "rewrite"), "uriRegexRewrite");

    private static final FieldType DIRECT_RESPONSE = Fields.of("an object with status")
            .with(UNSIGNED, "status")
            .with(Fields.of("an object with string or bytes").with(TEXT, "string", "bytes"), "body");

    private static final FieldType MIRROR = Fields.of("an object with destination")
            .with(DESTINATION, "destination")
            .with(PERCENTAGE, "percentage");

    private static final Fields HTTP_ROUTE = Fields.of("a route")
            .with(TEXT, "name")
            .with(matches(HTTP_MATCH), "match")
            .with(destinations(HTTP_DESTINATION), "route")
            .with(REDIRECT, "redirect")
            .with(DIRECT_RESPONSE, "directResponse")
            .with(Fields.of("an object with name").with(TEXT, "name", "namespace"), "delegate")
            .with(REWRITE, "rewrite")
            .with(TIME, "timeout")
            .with(RETRIES, "retries")
            .with(FAULT, "fault")
            .with(DESTINATION, "mirror")
            .with(new Each("a list of mirrors", MIRROR), "mirrors")
            .with(UNSIGNED, "mirror_percent", "mirrorPercent")
            .with(PERCENTAGE, "mirrorPercentage")
            .with(CORS_POLICY, "corsPolicy")
            .with(HEADERS, "headers");

    private static final Fields TLS_ROUTE = connections(TLS_MATCH);
    private static final Fields TCP_ROUTE = connections(TCP_MATCH);

    /** The whole of it. */
    static final Fields SPEC = Fields.of("an object with hosts and routes")
            .with(new Each("a list of hosts", TEXT), "hosts")
            .with(new Each("a list of gateways", TEXT), "gateways")
            .with(new Each("a list of routes", HTTP_ROUTE), "http")
            .with(new Each("a list of routes", TLS_ROUTE), "tls")
            .with(new Each("a list of routes", TCP_ROUTE), "tcp")
            .with(TEXTS, "exportTo");

    private VirtualServiceSchema() {}

    /** The fields of one route. */
    static Fields route(RouteKind kind) {
        return switch (kind) {
            case HTTP -> HTTP_ROUTE;
            case TLS -> TLS_ROUTE;
            case TCP -> TCP_ROUTE;
        };
    }

    private static Fields connections(FieldType match) {
        return Fields.of("a route").with(matches(match), "match").with(destinations(CONNECTION_DESTINATION), "route");
    }

    private static FieldType matches(FieldType block) {
        return new Each("a list, each element a match block", block);
    }

    private static FieldType destinations(FieldType entry) {
        return new Each("a list, each element a destination", entry);
    }
}
