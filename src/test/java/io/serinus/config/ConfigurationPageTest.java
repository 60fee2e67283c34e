package io.serinus.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page for users and the options that there are say the same. */
class ConfigurationPageTest {
    private static final Pattern ROW = Pattern.compile("\\| `(serinus\\.[^`]+)` \\| ([^|]+) \\|");

    @Test
    void listsEveryOptionWithItsDefault() throws IOException {
        assertThat(documented()).isEqualTo(options("serinus", SerinusConfig.class));
    }

    private static Map<String, String> documented() throws IOException {
        var found = new TreeMap<String, String>();
        Matcher row = ROW.matcher(Files.readString(Path.of("docs", "configuration.md")));
        while (row.find()) {
            String value = row.group(2).strip();
            boolean isLiteral = value.startsWith("`");
            found.put(row.group(1).replace(".\"NAME\"", ""), isLiteral ? value.replace("`", "") : "");
        }
        return found;
    }

    private static Map<String, String> options(String prefix, Class<?> group) {
        var found = new TreeMap<String, String>();
        for (Class<?> inherited : group.getInterfaces()) {
            found.putAll(options(prefix, inherited));
        }
        for (Method option : group.getDeclaredMethods()) {
            String name =
                    prefix + "." + option.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            Class<?> type = option.getReturnType();
            if (type.isInterface() && type.getDeclaringClass() == SerinusConfig.class) {
                found.putAll(options(name, type));
            } else {
                WithDefault value = option.getAnnotation(WithDefault.class);
                found.put(name, value == null ? "" : value.value());
            }
        }
        return found;
    }
}
