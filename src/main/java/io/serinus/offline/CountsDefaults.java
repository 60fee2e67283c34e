package io.serinus.offline;

import io.serinus.analysis.CountsRules;
import io.serinus.catalog.Spelling;
import io.serinus.catalog.TemplateFiles;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Metric;
import io.serinus.template.TemplateCatalog.Lookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How counts are judged that do not say it themselves: as a template's first metric of failed requests. */
public sealed interface CountsDefaults {
    /** The rules. */
    record Found(CountsRules rules) implements CountsDefaults {}

    /** Why there are none, as sentences. */
    record Refused(List<String> problems) implements CountsDefaults {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads a template.
     *
     * @param nameOrFile name of a built-in template, or a YAML file with one
     * @param arguments the values of its arguments by their names; those that are absent have their defaults
     * @param nextPercent the weight that has to be shown to be safe, 1..100
     */
    static CountsDefaults of(String nameOrFile, Map<String, String> arguments, int nextPercent) {
        TemplateFiles builtIn = TemplateFiles.load(Optional.empty());
        if (builtIn.names().contains(nameOrFile)) {
            return of(builtIn, nameOrFile, arguments, nextPercent);
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
                .map(name -> of(file, name, arguments, nextPercent))
                .orElseGet(() ->
                        new Refused(List.of(nameOrFile + ": the file is empty, expected an AnalysisTemplate in it")));
    }

    private static CountsDefaults of(TemplateFiles files, String name, Map<String, String> arguments, int nextPercent) {
        return switch (files.find(name, arguments).orElseThrow()) {
            case Lookup.Found found -> of(found.template(), nextPercent);
            case Lookup.Refused(String reason) ->
                new Refused(List.of(AsTyped.argumentsOnly(reason, arguments.keySet())));
        };
    }

    private static CountsDefaults of(AnalysisTemplate template, int nextPercent) {
        Stream<Metric.ErrorRate> errors = template.metrics().stream()
                .filter(Metric.ErrorRate.class::isInstance)
                .map(Metric.ErrorRate.class::cast);
        return errors.findFirst()
                .<CountsDefaults>map(metric -> new Found(CountsRules.of(metric, template.risk(), nextPercent)))
                .orElseGet(() -> new Refused(List.of("--template: AnalysisTemplate " + template.name()
                        + " has no errorRate metric, expected one; name another template")));
    }
}
