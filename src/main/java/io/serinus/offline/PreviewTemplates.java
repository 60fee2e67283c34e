package io.serinus.offline;

import io.serinus.catalog.Catalog;
import io.serinus.catalog.TemplateFiles;
import io.serinus.template.TemplateCatalog;
import io.serinus.template.TemplateDocuments;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where the template of a preview comes from. */
sealed interface PreviewTemplates {
    /**
     * A catalog that says of every template what that of the cluster would say.
     *
     * @param catalog whose answers, refusals included, are those of the cluster
     */
    record Found(TemplateCatalog catalog) implements PreviewTemplates {}

    /** The file cannot be read as a template at all. */
    record Unreadable(List<String> problems) implements PreviewTemplates {}

    /**
     * Finds it.
     *
     * @param manifests whose AnalysisTemplates are known by their names
     * @param nameOrFile a name of those or of a built-in template, or a YAML file; empty for names only
     */
    static PreviewTemplates of(Manifests manifests, Optional<String> nameOrFile) {
        List<Manifest> objects = templates(manifests);
        TemplateFiles builtIn = TemplateFiles.load(Optional.empty());
        boolean known = nameOrFile.isEmpty()
                || builtIn.names().contains(nameOrFile.get())
                || objects.stream().anyMatch(object -> object.name().equals(nameOrFile.get()));
        if (!known && isFile(nameOrFile.get())) {
            return ofFile(nameOrFile.get(), builtIn);
        }
        TemplateDocuments documents = (namespace, name) -> objects.stream()
                .filter(object ->
                        object.namespace().equals(namespace) && object.name().equals(name))
                .findFirst()
                .map(Manifest::tree);
        return new Found(new Catalog(documents, Optional.empty(), builtIn));
    }

    private static PreviewTemplates ofFile(String file, TemplateFiles builtIn) {
        Manifests read = Manifests.read(List.of(file), "default", InputStream.nullInputStream());
        if (!read.problems().isEmpty()) {
            return new Unreadable(read.problems());
        }
        List<Manifest> objects =
                read.all().size() == 1 && isMeantAsOne(read.all().getFirst()) ? read.all() : templates(read);
        if (objects.size() != 1) {
            return new Unreadable(List.of("--template is \"" + file + "\", which has "
                    + (objects.isEmpty()
                            ? "no AnalysisTemplate" + found(read.all())
                            : "the AnalysisTemplates "
                                    + objects.stream().map(Manifest::name).collect(Collectors.joining(", ")))
                    + ", expected a file with exactly one"));
        }
        return new Found(new Catalog((_, _) -> Optional.of(objects.getFirst().tree()), Optional.empty(), builtIn));
    }

    /** Then its mistakes are explained: a wrong apiVersion, a misspelt kind, neither of them. */
    private static boolean isMeantAsOne(Manifest object) {
        boolean isOfOthers =
                !object.apiVersion().isEmpty() && !object.apiVersion().startsWith("serinus.io/");
        return object.kind().equals("AnalysisTemplate")
                || !(isOfOthers || object.kind().equals("CanaryRelease"));
    }

    private static String found(List<Manifest> objects) {
        List<String> kinds = objects.stream()
                .map(object -> object.kind().isEmpty() ? "an object without kind" : object.kind())
                .distinct()
                .toList();
        return kinds.isEmpty() ? "" : " but " + String.join(", ", kinds);
    }

    private static List<Manifest> templates(Manifests manifests) {
        return manifests.all().stream()
                .filter(manifest -> manifest.is("serinus.io", "AnalysisTemplate"))
                .toList();
    }

    private static boolean isFile(String text) {
        try {
            return text.contains("/") || text.endsWith(".yaml") || text.endsWith(".yml") || Files.exists(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
