package io.serinus.cli;

import io.serinus.catalog.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

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
            case UnmatchedArgumentException unmatched
            when !unmatched.getUnmatched().isEmpty() ->
                unmatched(unmatched.getCommandLine(), unmatched.getUnmatched().getFirst());
            default -> value(mistake, arguments);
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
                                .mapToLong(argument -> times(argument, option))
                                .sum()
                        > 1)
                .findFirst()
                .map(OptionSpec::longestName)
                .orElse("an option");
    }

    /** How often one word gives the option; letters may stand together behind one dash. */
    private static long times(String argument, OptionSpec option) {
        if (Stream.of(option.names()).anyMatch(name -> argument.equals(name) || argument.startsWith(name + "="))) {
            return 1;
        }
        return argument.matches("-[a-zA-Z]+")
                ? argument.chars()
                        .filter(letter -> List.of(option.names()).contains("-" + (char) letter))
                        .count()
                : 0;
    }

    private static String unmatched(CommandLine command, String word) {
        String name = command.getCommandSpec().qualifiedName();
        if (word.startsWith("-") && word.length() > 1) {
            List<String> options = command.getCommandSpec().options().stream()
                    .map(OptionSpec::longestName)
                    .toList();
            return word + " is not an option of " + name + ", " + Spelling.advice(word.split("=", 2)[0], options);
        }
        if (!command.getSubcommands().isEmpty()) {
            return "\"" + word + "\" is not a command, "
                    + Spelling.advice(word, command.getSubcommands().keySet());
        }
        if (command.getCommandSpec().helpCommand()) {
            return "\"" + word + "\" is one word too many, expected the name of one command behind help; leave it out";
        }
        if (!command.getCommandSpec().positionalParameters().isEmpty()) {
            return "\"" + word + "\" is one word too many, expected " + words(command)
                    + " beside the options; leave it out, or put a text of several words in quotes";
        }
        return "\"" + word + "\" belongs to no option, expected options only; "
                + (command.getCommandSpec().findOption("--file") == null
                        ? "leave it out, or put the option before it that it is meant for"
                        : "did you mean --file " + word + "?");
    }

    private static String words(CommandLine command) {
        return command.getCommandSpec().positionalParameters().stream()
                .map(ArgSpec::paramLabel)
                .collect(Collectors.joining(" and "));
    }

    /** What the parser met where it looked for the value of an option, or after {@code help}. */
    private static String misplaced(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        List<String> words = List.of(arguments);
        int help = words.indexOf("help");
        return words.stream()
                .filter(word ->
                        word.startsWith("-") && command.getCommandSpec().findOption(word.split("=", 2)[0]) == null)
                .findFirst()
                .or(() -> help < 0
                        ? Optional.empty()
                        : words.stream().skip(help + 1).findFirst())
                .map(word -> unmatched(command, word))
                .orElseGet(() -> String.valueOf(mistake.getMessage()));
    }

    private static String value(ParameterException mistake, String[] arguments) {
        @Nullable ArgSpec option = mistake.getArgSpec();
        @Nullable String value = mistake.getValue();
        return option == null || value == null
                ? (isOfParser(mistake) ? misplaced(mistake, arguments) : String.valueOf(mistake.getMessage()))
                : name(option) + " is \"" + value + "\", expected " + expected(option.type())
                        + (value.matches("[0-9.]+ ?%") ? "; write " + value.replaceAll(" ?%", "") : "");
    }

    /** The sentences of the commands themselves are not the parser's. */
    private static boolean isOfParser(ParameterException mistake) {
        return String.valueOf(mistake.getMessage()).startsWith("Unknown ");
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
