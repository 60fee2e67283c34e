package io.serinus.catalog;

import static java.util.Objects.requireNonNull;

import io.serinus.template.AnalysisTemplate;
import io.serinus.template.KnownTemplate;
import io.serinus.template.TemplateCatalog;
import io.serinus.template.TemplateDocuments;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All templates that a release can ask for by name: the objects in its own namespace first, then those in the controller's
 * namespace, then the files, then the built-in ones. The first place that has the name decides, mistakes included.
 */
public final class Catalog implements TemplateCatalog {
    private final TemplateDocuments documents;
    private final Optional<String> controllerNamespace;
    private final TemplateFiles files;

    /**
     * A catalog over these places.
     *
     * @param controllerNamespace whose objects are for everybody; empty if none are
     */
    public Catalog(TemplateDocuments documents, Optional<String> controllerNamespace, TemplateFiles files) {
        this.documents = requireNonNull(documents, "documents is null");
        this.controllerNamespace = requireNonNull(controllerNamespace, "controllerNamespace is null");
        this.files = requireNonNull(files, "files is null");
    }

    @Override
    public Lookup find(String namespace, String name, Map<String, String> arguments) {
        Optional<Map<String, Object>> document = documents
                .find(namespace, name)
                .or(() -> controllerNamespace.flatMap(shared -> documents.find(shared, name)));
        if (document.isPresent()) {
            return switch (TemplateParser.parse(document.get(), arguments)) {
                case TemplateParser.Result.Parsed(ParsedTemplate template) ->
                    new Lookup.Found(template.template(), template.spec());
                case TemplateParser.Result.Invalid invalid -> new Lookup.Refused(String.join("; ", invalid.messages()));
            };
        }
        return files.find(name, arguments)
                .orElseGet(() -> new Lookup.Refused("serinus.io/template is \"" + name
                        + "\", expected an AnalysisTemplate in the namespace " + namespace
                        + controllerNamespace.map(shared -> " or " + shared).orElse("")
                        + ", or one of the controller's own: " + String.join(", ", files.names())));
    }

    @Override
    public Optional<KnownTemplate> look(String namespace, String name) {
        return documents
                .find(namespace, name)
                .or(() -> controllerNamespace.flatMap(shared -> documents.find(shared, name)))
                .map(this::known)
                .or(() -> files.known()
                        .filter(template -> template.name().equals(name))
                        .findFirst());
    }

    @Override
    public List<KnownTemplate> known() {
        return Stream.concat(files.known(), documents.all().stream().map(this::known))
                .sorted(Comparator.comparing(
                                (KnownTemplate template) -> template.namespace().orElse(""))
                        .thenComparing(KnownTemplate::name))
                .toList();
    }

    private KnownTemplate known(Map<String, Object> document) {
        Map<?, ?> metadata = document.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
        Optional<String> namespace =
                Optional.ofNullable(metadata.get("namespace")).map(String::valueOf);
        return TemplateParser.known(
                namespace.equals(controllerNamespace) ? KnownTemplate.Source.SHARED : KnownTemplate.Source.NAMESPACE,
                namespace,
                document,
                TemplateParser.problems(document));
    }

    @Override
    public AnalysisTemplate parse(String name, Map<String, Object> spec) {
        return switch (TemplateParser.parse(name, spec)) {
            case TemplateParser.Result.Parsed(ParsedTemplate template) -> template.template();
            case TemplateParser.Result.Invalid invalid ->
                throw new IllegalArgumentException(String.join("; ", invalid.messages()));
        };
    }
}
