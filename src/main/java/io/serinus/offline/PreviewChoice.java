package io.serinus.offline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The one VirtualService that is looked at. */
sealed interface PreviewChoice {
    record Chosen(Manifest virtualService) implements PreviewChoice {}

    record Unclear(String problem) implements PreviewChoice {}

    /** Far beyond what an API server takes; anchors can repeat a short text to any size. */
    int MOST_VALUES = 500_000;

    /**
     * Chooses among all of some files.
     *
     * @param name {@code NAME} or {@code NAMESPACE/NAME}; empty for the only one
     */
    static PreviewChoice of(Manifests manifests, Optional<String> name) {
        List<Manifest> all = manifests.all().stream()
                .filter(manifest -> manifest.is(LintRun.ISTIO, "VirtualService"))
                .toList();
        if (all.isEmpty()) {
            return new Unclear(
                    "none of the files has a VirtualService of networking.istio.io; give the file that has it"
                            + " with --file");
        }
        List<Manifest> fitting = all.stream()
                .filter(manifest -> name.isEmpty()
                        || name.get().equals(manifest.name())
                        || name.get().equals(id(manifest)))
                .toList();
        if (fitting.isEmpty()) {
            return new Unclear("--name is \"" + name.orElse("")
                    + "\", expected one of the VirtualServices in the files: " + ids(all));
        }
        if (fitting.stream().map(PreviewChoice::id).distinct().count() > 1) {
            return new Unclear(name.map(text ->
                                    "--name is \"" + text + "\", which several VirtualServices are called, expected one"
                                            + " with its namespace: ")
                            .orElse("the files have several VirtualServices; choose one with --name: ")
                    + ids(fitting));
        }
        return fitting.size() > 1
                ? new Unclear("VirtualService " + id(fitting.getFirst()) + " is in the files "
                        + fitting.stream().map(Manifest::file).collect(Collectors.joining(", "))
                        + ", expected it once; leave one out")
                : usable(fitting.getFirst());
    }

    private static PreviewChoice usable(Manifest manifest) {
        boolean named = manifest.tree().get("metadata") instanceof Map<?, ?> metadata
                && metadata.get("name") instanceof String text
                && !text.isEmpty();
        if (!named) {
            return new Unclear(
                    manifest.file() + ": a VirtualService has no metadata.name, expected one; give it a name");
        }
        return values(manifest.tree(), MOST_VALUES) < 0
                ? new Unclear(manifest.file() + ": VirtualService " + id(manifest) + " has more than " + MOST_VALUES
                        + " values, which no API server takes; write it with fewer anchors, or split it")
                : new Chosen(manifest);
    }

    /** How many values may still come behind those of the tree; negative if there were too many. */
    private static int values(Object tree, int left) {
        int rest = left - 1;
        Iterable<?> below = switch (tree) {
            case Map<?, ?> map -> map.values();
            case List<?> list -> list;
            default -> List.of();
        };
        for (Object value : below) {
            if (rest < 0) {
                break;
            }
            rest = value == null ? rest - 1 : values(value, rest);
        }
        return rest;
    }

    private static String id(Manifest manifest) {
        return manifest.namespace() + "/" + manifest.name();
    }

    private static String ids(List<Manifest> manifests) {
        return manifests.stream().map(PreviewChoice::id).distinct().collect(Collectors.joining(", "));
    }
}
