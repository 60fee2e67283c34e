package io.serinus.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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
            "dark.yaml",
            "ab-test.yaml",
            "blue-green.yaml",
            "sticky.yaml");

    private final Map<String, TemplateParser.Result> byName;
    private final List<String> problems;

    private TemplateFiles(Map<String, TemplateParser.Result> byName, List<String> problems) {
        this.byName = Collections.unmodifiableMap(byName);
        this.problems = List.copyOf(problems);
    }

    /**
     * Reads them all, once.
     *
     * @param directory whose {@code *.yaml} files are read, in the order of their names; empty for the built-in ones only
     */
    public static TemplateFiles load(Optional<Path> directory) {
        var byName = new LinkedHashMap<String, TemplateParser.Result>();
        var problems = new ArrayList<String>();
        var builtIn = new Loading();
        for (String file : BUILT_IN) {
            builtIn.add("built-in " + file, () -> resource("/analysis-templates/" + file));
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

    /** The template of this name; empty if there is none, or if it has mistakes. */
    public Optional<ParsedTemplate> find(String name) {
        return byName.get(name) instanceof TemplateParser.Result.Parsed(ParsedTemplate template)
                ? Optional.of(template)
                : Optional.empty();
    }

    /** The mistakes of the template of this name; empty if it has none, or if there is no such template. */
    public List<String> problems(String name) {
        return byName.get(name) instanceof TemplateParser.Result.Invalid(List<String> messages) ? messages : List.of();
    }

    /** Everything that is wrong with any file, as sentences. */
    public List<String> problems() {
        return problems;
    }

    /** The names of the valid templates. */
    public Collection<String> names() {
        return byName.keySet().stream().filter(name -> find(name).isPresent()).toList();
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
    private interface Source {
        String read() throws IOException;
    }

    /** Collects the templates of one place. */
    private static final class Loading {
        private final Map<String, TemplateParser.Result> byName = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();

        void add(String file, Source source) {
            try {
                YamlTemplates.read(source.read()).forEach(document -> add(file, document));
            } catch (IOException e) {
                problems.add(file + ": " + e.getMessage());
            }
        }

        private void add(String file, Map<String, Object> document) {
            TemplateParser.Result result = TemplateParser.parse(document);
            if (result instanceof TemplateParser.Result.Invalid(List<String> messages)) {
                List<String> located =
                        messages.stream().map(message -> file + ": " + message).toList();
                problems.addAll(located);
                result = new TemplateParser.Result.Invalid(located);
            }
            if (document.get("metadata") instanceof Map<?, ?> metadata && metadata.get("name") instanceof String name) {
                if (byName.putIfAbsent(name, result) != null) {
                    problems.add(file + ": AnalysisTemplate " + name + ": metadata.name is \"" + name
                            + "\" a second time, expected a new name; the first one is used");
                }
            }
        }
    }
}
