package io.serinus.cli;

import picocli.CommandLine.Option;

/** In which format a command prints its result. */
final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: text.")
    Output format = Output.TEXT;
}
