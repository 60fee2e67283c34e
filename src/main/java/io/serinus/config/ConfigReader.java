package io.serinus.config;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the controller's options where no controller runs, from the places where a controller finds them. */
public final class ConfigReader {
    /** Beside what is in the environment and the system properties, as Quarkus has it. */
    private static final Path FILE = Path.of("config", "application.properties");

    private static final int OF_THE_CALLER = 1000;

    private ConfigReader() {}

    /**
     * The options: system properties, then environment variables, then the file {@code config/application.properties}.
     *
     * @param first stands before all of them
     * @throws IllegalArgumentException if an option has a value of another type, is missing or is unknown; the message names all
     *     such
     */
    public static SerinusConfig read(Map<String, String> first) {
        return read(first, new SmallRyeConfigBuilder().addDefaultSources());
    }

    static SerinusConfig read(Map<String, String> first, SmallRyeConfigBuilder sources) {
        try {
            var builder = sources.addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withMapping(SerinusConfig.class)
                    .withSources(new PropertiesConfigSource(first, "the command line", OF_THE_CALLER));
            if (Files.isReadable(FILE)) {
                builder.withSources(new PropertiesConfigSource(FILE.toUri().toURL(), 260));
            }
            return builder.build().getConfigMapping(SerinusConfig.class);
        } catch (ConfigValidationException e) {
            var problems = new ArrayList<String>();
            for (int i = 0; i < e.getProblemCount(); i++) {
                problems.add(sentence(e.getProblem(i).getMessage()));
            }
            throw new IllegalArgumentException(String.join("; ", List.copyOf(problems)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In words of our own what the library says in its. */
    private static String sentence(String message) {
        return message.replaceFirst("^(java[.A-Za-z]+: )?(SRCFG\\d+: )?", "")
                .replaceFirst(
                        "(?s)^The config property (.+?) with the config value (\".*\") threw an Exception.*",
                        "$1 is $2, which is no value of this option; docs/configuration.md shows what it looks like")
                .replaceFirst("^The config property (\\S+) is required but .*", "$1 is missing")
                .replaceFirst("^(\\S+) in .* does not map to any root$", "$1 is no option");
    }
}
