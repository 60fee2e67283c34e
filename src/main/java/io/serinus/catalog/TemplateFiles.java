package io.serinus.catalog;

import io.serinus.template.KnownTemplate;
import io.serinus.template.KnownTemplate.Source;
import io.serinus.template.TemplateCatalog.Lookup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The templates that come with the program and those in a directory of YAML files. A template in the directory takes the
 * place of a built-in one of the same name, also when it has mistakes: what it was meant to say must not be replaced by
 * something else. A file with mistakes does not hide the others.
 */
public final class TemplateFiles {
    /** Resources under {@code analysis-templates/}; a class path cannot be listed. */
    static final List<String> BUILT_IN = List.of(
            "default.yaml",
            "layered.yaml",
            "mirror-first.yaml",
            "cautious.yaml",
            "fast.yaml",
            "low-traffic.yaml",
            "grpc.yaml",
            "dark.yaml",
            "callers.yaml",
            "own-timeout.yaml",
            "ab-test.yaml",
            "blue-green.yaml",
            "sticky.yaml");

    private static final String BUILT_IN_PREFIX = "built-in ";

    private final Map<String, Written> byName;
    private final List<String> problems;

    private TemplateFiles(Map<String, Written> byName, List<String> problems) {
        this.byName = Collections.unmodifiableMap(byName);
        this.problems = List.copyOf(problems);
    }

    /**
     * Reads them all, once.
     *
     * @param directory whose {@code *.yaml} files are read, in the order of their names; empty for the built-in ones only
     */
    public static TemplateFiles load(Optional<Path> directory) {
        var byName = new LinkedHashMap<String, Written>();
        var problems = new ArrayList<String>();
        var builtIn = new Loading();
        for (String file : BUILT_IN) {
            builtIn.add(BUILT_IN_PREFIX + file, () -> resource("/analysis-templates/" + file));
        }
        var own = new Loading();
        directory.ifPresent(path -> yamlFiles(path, problems)
                .forEach(file -> own.add(file.toString(), () -> Files.readString(file, StandardCharsets.UTF_8))));
        byName.putAll(builtIn.byName);
        byName.putAll(own.byName);
        problems.addAll(builtIn.problems);
        problems.addAll(own.problems);
        return new TemplateFiles(byName, problems);
    }

    /** Reads the templates of one file, without the built-in ones. */
    public static TemplateFiles of(Path file) {
        var only = new Loading();
        only.add(file.toString(), () -> Files.readString(file, StandardCharsets.UTF_8));
        return new TemplateFiles(only.byName, only.problems);
    }

    /**
     * The template of this name with the arguments of a release, or what is wrong with it; empty if there is none.
     *
     * @param arguments values by name; those that are not given have their defaults
     */
    public Optional<Lookup> find(String name, Map<String, String> arguments) {
        return Optional.ofNullable(byName.get(name)).map(written -> switch (TemplateParser.parse(
                written.document(), arguments)) {
            case TemplateParser.Result.Parsed(ParsedTemplate template) ->
                new Lookup.Found(template.template(), template.spec());
            case TemplateParser.Result.Invalid invalid ->
                new Lookup.Refused(String.join("; ", written.sentences(invalid)));
        });
    }

    /** The template of this name with its defaults; empty if there is none, or if it has mistakes or needs arguments. */
    public Optional<ParsedTemplate> find(String name) {
        return find(name, Map.of())
                .filter(Lookup.Found.class::isInstance)
                .map(Lookup.Found.class::cast)
                .map(found -> new ParsedTemplate(found.template(), found.spec()));
    }

    /** The mistakes of the template of this name by itself; empty if it has none, or if there is no such template. */
    public List<String> problems(String name) {
        Written written = byName.get(name);
        return written == null ? List.of() : written.problems();
    }

    /** All of them as they were written, those with mistakes included. */
    Stream<KnownTemplate> known() {
        return byName.values().stream()
                .map(written -> TemplateParser.known(
                        written.file().startsWith(BUILT_IN_PREFIX) ? Source.BUILT_IN : Source.DIRECTORY,
                        Optional.empty(),
                        written.document(),
                        written.problems()));
    }

    /** Everything that is wrong with any file, as sentences with file, line and column. */
    public List<String> problems() {
        return problems;
    }

    /** The names of the templates without mistakes, those included that need arguments. */
    public Collection<String> names() {
        return byName.keySet().stream().filter(name -> problems(name).isEmpty()).toList();
    }

    private static List<Path> yamlFiles(Path directory, List<String> problems) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".yaml") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problems.add("the template directory " + directory + " cannot be read: " + e);
            return List.of();
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                TemplateFiles.class.getResourceAsStream(name), () -> name + " is not packaged")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** One text that is still to be read. */
    private interface Text {
        String read() throws IOException;
    }

    /** A template as it stands in a file. */
    private record Written(String file, Map<String, Object> document, Places places) {
        /** What is wrong with it by itself. */
        List<String> problems() {
            return sentences(new TemplateParser.Result.Invalid(
                    TemplateParser.label(document), TemplateParser.mistakes(document)));
        }

        /** In the order of the file. */
        List<String> sentences(TemplateParser.Result.Invalid invalid) {
            return invalid.mistakes().stream()
                    .sorted(Comparator.comparing(mistake -> places.of(mistake.path())))
                    .map(mistake -> file + ":" + places.of(mistake.path()) + ": " + invalid.message(mistake))
                    .toList();
        }
    }

    /** Collects the templates of one place. */
    private static final class Loading {
        private final Map<String, Written> byName = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();

        void add(String file, Text source) {
            try {
                List<YamlDocuments.Document> documents = YamlDocuments.documents(source.read());
                for (int i = 0; i < documents.size(); i++) {
                    add(file, i + 1, documents.get(i));
                }
            } catch (YamlDocuments.InvalidYamlException e) {
                problems.add(file + ": " + e.getMessage());
            } catch (IOException e) {
                problems.add(
                        file + ": the file cannot be read; check that it is there and is UTF-8, and who may read it");
            }
        }

        /** Empty documents are left out. */
        private void add(String file, int number, YamlDocuments.Document document) {
            if (document.value() instanceof Map<?, ?> map) {
                add(new Written(file, Fields.cast(map), document.places()));
            } else if (document.value() != null) {
                problems.add(file + ":" + document.places().of("") + ": document " + number + " is "
                        + Problems.shown(document.value()) + ", expected an object");
            }
        }

        private void add(Written written) {
            problems.addAll(written.problems());
            if (written.document().get("metadata") instanceof Map<?, ?> metadata
                    && metadata.get("name") instanceof String name
                    && byName.putIfAbsent(name, written) != null) {
                problems.add(written.file() + ":" + written.places().of("metadata.name") + ": "
                        + TemplateParser.label(written.document()) + ": metadata.name is \"" + name
                        + "\" a second time, expected a new name; the first one is used");
            }
        }
    }
}
