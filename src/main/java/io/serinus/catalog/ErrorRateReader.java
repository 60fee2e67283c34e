package io.serinus.catalog;

import io.serinus.template.Failures;
import io.serinus.template.Margin;
import io.serinus.template.Metric;
import io.serinus.template.Sensitivity;
import io.serinus.template.Tolerance;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads the object {@code errorRate}; its defaults stand here. */
final class ErrorRateReader {
    static final Margin MARGIN = new Margin(0.25, 0.005);
    static final Tolerance OUTAGE = new Tolerance(2.00, 0.15);

    /** gRPC's names of its status codes, each at the place of its number. */
    static final List<String> GRPC_NAMES = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    private ErrorRateReader() {}

    static Metric read(MetricReader.Head head, Fields fields, Sensitivity sensitivity) {
        var unlimited = new Metric.ErrorRate(
                head.name(),
                head.role(),
                head.importance(),
                head.method(),
                failures(fields),
                ToleranceReader.named(fields, sensitivity, Sensitivity::errors),
                ToleranceReader.margin(fields.object("margin"), MARGIN),
                ToleranceReader.read(fields.object("outage"), OUTAGE),
                OptionalDouble.empty());
        double slo = fields.fraction("slo", Double.NaN);
        return Double.isNaN(slo) ? unlimited : fields.checked(unlimited, () -> limited(unlimited, slo));
    }

    private static Metric.ErrorRate limited(Metric.ErrorRate like, double slo) {
        return new Metric.ErrorRate(
                like.name(),
                like.role(),
                like.importance(),
                like.method(),
                like.failures(),
                like.tolerance(),
                like.margin(),
                like.outage(),
                OptionalDouble.of(slo));
    }

    private static Failures failures(Fields fields) {
        Failures absent = Failures.DEFAULT;
        Set<String> codes = fields.each(
                        "codes", "an HTTP code such as 503, a class such as 5xx, or 0", ErrorRateReader::code)
                .map(Set::copyOf)
                .orElse(absent.codes());
        Set<Integer> grpcCodes = fields.each(
                        "grpcCodes", "a number from 0 to 16 or a name such as UNAVAILABLE", ErrorRateReader::grpcCode)
                .map(Set::copyOf)
                .orElse(absent.grpcCodes());
        Set<String> flags = fields.each(
                        "flags",
                        "one of Envoy's response flags, such as UF",
                        value -> value instanceof String text && Failures.isFlag(text)
                                ? Optional.of(text)
                                : Optional.empty())
                .map(Set::copyOf)
                .orElse(absent.flags());
        return fields.checked(absent, () -> new Failures(codes, grpcCodes, flags));
    }

    static Optional<String> code(Object value) {
        Optional<String> text = value instanceof String written
                ? Optional.of(written)
                : Fields.whole(value).map(String::valueOf);
        return text.filter(Failures::isCode);
    }

    static Optional<Integer> grpcCode(Object value) {
        if (value instanceof String name) {
            int number = GRPC_NAMES.indexOf(name);
            return number < 0 ? Optional.empty() : Optional.of(number);
        }
        return Fields.whole(value).filter(Failures::isGrpcCode).map(Math::toIntExact);
    }
}
