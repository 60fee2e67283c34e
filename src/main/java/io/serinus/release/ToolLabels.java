package io.serinus.release;

import java.util.List;

/** Labels by which deployment tools know the objects that they have made, and remove those that they have not. */
final class ToolLabels {
    private static final List<String> DOMAINS = List.of("argoproj.io", "helm.sh", "fluxcd.io", "cattle.io");
    private static final String INSTANCE = "app.kubernetes.io/instance";

    private ToolLabels() {}

    static boolean isOwned(String key) {
        int slash = key.indexOf('/');
        String domain = slash < 0 ? "" : key.substring(0, slash);
        return key.equals(INSTANCE)
                || DOMAINS.stream().anyMatch(tool -> domain.equals(tool) || domain.endsWith("." + tool));
    }
}
