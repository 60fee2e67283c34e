package io.serinus.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;

/** Says what is wrong with a command line in our words where the parser's own would be about its types and groups. */
final class Misuse {
    private Misuse() {}

    /**
     * One sentence.
     *
     * @param arguments the whole command line
     */
    static String sentence(ParameterException mistake, String[] arguments) {
        return switch (mistake) {
            case OverwrittenOptionException twice -> twice(name(twice.getOverwritten()));
            case MaxValuesExceededException _ -> twice(repeated(mistake, arguments));
            case MissingParameterException missing
            when !missing.getMissing().isEmpty() -> {
                ArgSpec option = missing.getMissing().getFirst();
                yield name(option) + " has no value, expected " + option.paramLabel();
            }
            default -> value(mistake);
        };
    }

    private static String twice(String option) {
        return option + " is given more than once, expected once; leave out the others";
    }

    /** Of options in a group the parser does not say which one it is. */
    private static String repeated(ParameterException mistake, String[] arguments) {
        List<OptionSpec> options = mistake.getCommandLine().getCommandSpec().options();
        return options.stream()
                .filter(option -> Arrays.stream(arguments)
                                .filter(argument -> isOption(argument, option))
                                .count()
                        > 1)
                .findFirst()
                .map(OptionSpec::longestName)
                .orElse("an option");
    }

    private static boolean isOption(String argument, OptionSpec option) {
        return Stream.of(option.names()).anyMatch(name -> argument.equals(name) || argument.startsWith(name + "="));
    }

    private static String value(ParameterException mistake) {
        @Nullable ArgSpec option = mistake.getArgSpec();
        @Nullable String value = mistake.getValue();
        return option == null || value == null
                ? String.valueOf(mistake.getMessage())
                : name(option) + " is \"" + value + "\", expected " + expected(option.type());
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            List<String> names =
                    Stream.of(type.getEnumConstants()).map(String::valueOf).toList();
            return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
        }
        if (type == int.class || type == Integer.class || type == long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        return type == boolean.class ? "nothing behind the option" : "another value";
    }

    private static String name(ArgSpec option) {
        return option instanceof OptionSpec named ? named.longestName() : option.paramLabel();
    }
}
