package io.serinus.offline;

import io.serinus.catalog.Spelling;
import io.serinus.catalog.TemplateFiles;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.TemplateCatalog.Lookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The template that {@code --template} names. */
public sealed interface TemplateChoice {
    /** This one. */
    record Found(AnalysisTemplate template) implements TemplateChoice {}

    /** Why there is none, as sentences. */
    record Refused(List<String> problems) implements TemplateChoice {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads a template.
     *
     * @param nameOrFile name of a built-in template, or a YAML file with one
     * @param arguments the values of its arguments by their names; those that are absent have their defaults
     */
    static TemplateChoice of(String nameOrFile, Map<String, String> arguments) {
        TemplateFiles builtIn = TemplateFiles.load(Optional.empty());
        if (builtIn.names().contains(nameOrFile)) {
            return of(builtIn, nameOrFile, arguments);
        }
        if (!Files.isRegularFile(Path.of(nameOrFile))) {
            return new Refused(List.of("--template is \"" + nameOrFile
                    + "\", expected a YAML file that exists, or the name of a built-in template: "
                    + Spelling.advice(nameOrFile, builtIn.names())));
        }
        TemplateFiles file = TemplateFiles.of(Path.of(nameOrFile));
        if (!file.problems().isEmpty()) {
            return new Refused(file.problems());
        }
        return file.names().stream()
                .findFirst()
                .map(name -> of(file, name, arguments))
                .orElseGet(() ->
                        new Refused(List.of(nameOrFile + ": the file is empty, expected an AnalysisTemplate in it")));
    }

    private static TemplateChoice of(TemplateFiles files, String name, Map<String, String> arguments) {
        return switch (files.find(name, arguments).orElseThrow()) {
            case Lookup.Found found -> new Found(found.template());
            case Lookup.Refused(String reason) ->
                new Refused(List.of(AsTyped.argumentsOnly(reason, arguments.keySet())));
        };
    }
}
