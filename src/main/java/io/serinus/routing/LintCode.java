package io.serinus.routing;

import java.util.Locale;

/** Every kind of finding; {@code docs/lint.md} has a section for each. */
enum LintCode {
    CONFLICTING_ACTIONS,
    CONSISTENT_HASH_WITH_WEIGHTS,
    DELEGATE_ROOT,
    DESTINATION_MISSING,
    DUPLICATE_DESTINATION,
    HIDDEN_MATCH,
    MIRROR_PRESENT,
    MISSING_SUBSET,
    NO_ROUTES,
    RELEASE_REFUSED,
    RESERVED_NAME,
    ROUTE_WITHOUT_ACTION,
    SHARED_ROUTE_POLICY,
    SUBSET_UNKNOWN,
    SUBSETS_OVERLAP,
    TLS_WITHOUT_SNI_HOSTS,
    UNKNOWN_FIELD,
    UNREACHABLE_MANAGED_ROUTE,
    UNREACHABLE_ROUTE,
    VERSION_NOT_MEASURABLE,
    WEIGHT_INVALID,
    WEIGHT_MISSING,
    WEIGHTS_SUM,
    WEIGHTS_ZERO,
    WILDCARD_HOST,
    WRONG_TYPE;

    /** As a finding carries it, such as {@code weights-sum}. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
