package io.serinus.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of {@code --arg NAME=VALUE}: a template's arguments. */
final class ArgumentTexts {
    private ArgumentTexts() {}

    /** The values by name, in the order in which they were typed. */
    static Map<String, String> read(Console console, List<String> typed) {
        var values = new LinkedHashMap<String, String>();
        for (String argument : typed) {
            int sign = argument.indexOf('=');
            if (sign < 1) {
                throw console.misuse("--arg is \"" + argument
                        + "\", expected the name of an argument and its value, such as threshold=1%");
            }
            String name = argument.substring(0, sign);
            if (values.put(name, argument.substring(sign + 1).strip()) != null) {
                throw console.misuse("--arg " + name + " is given twice, expected one value for it");
            }
        }
        return values;
    }
}
