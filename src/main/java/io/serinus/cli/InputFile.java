package io.serinus.cli;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A JSON file that an option names.
 *
 * @param given as it was typed
 * @param isStandardInput whether it is standard input, which is typed as {@code -}
 * @param advice what to give instead, for sentences
 */
record InputFile(String given, boolean isStandardInput, String advice) {
    private static final String PATH = "give the path of a JSON file";

    /** A file and nothing else. */
    static InputFile path(String given) {
        return new InputFile(given, false, PATH);
    }

    /** A file, or {@code -}. */
    static InputFile pathOrStandardInput(String given) {
        return new InputFile(given, given.equals("-"), PATH + ", or - for standard input");
    }

    /** As sentences call it. */
    String name() {
        return isStandardInput ? "standard input" : given;
    }

    /** How its content becomes a value; the reader leaves the stream open. */
    interface Reader<T> {
        T read(InputStream in) throws IOException;
    }

    /** What the reader makes of it. */
    <T> T read(Reader<T> reader) throws BadInputException {
        return guarded(() -> {
            try (InputStream in = isStandardInput ? System.in : Files.newInputStream(Path.of(given))) {
                return reader.read(in);
            }
        });
    }

    /** How a file becomes a value. */
    interface PathReader<T, E extends Exception> {
        T read(Path file) throws IOException, E;
    }

    /** What the reader makes of the file at this path. */
    <T, E extends Exception> T readPath(PathReader<T, E> reader) throws BadInputException, E {
        return this.<T, E>guarded(() -> reader.read(Path.of(given)));
    }

    private interface Reading<T, E extends Exception> {
        T now() throws IOException, E;
    }

    private <T, E extends Exception> T guarded(Reading<T, E> reading) throws BadInputException, E {
        try {
            return reading.now();
        } catch (NoSuchFileException | InvalidPathException _) {
            throw refused(": there is no such file; " + advice);
        } catch (CharConversionException | CharacterCodingException _) {
            throw refused(" cannot be read: it is not UTF-8; save it as such");
        } catch (IOException _) {
            throw refused(
                    isStandardInput || !Files.isDirectory(Path.of(given))
                            ? " cannot be read: check who may read it"
                            : " cannot be read: it is a folder; " + advice);
        }
    }

    private BadInputException refused(String what) {
        return new BadInputException(List.of(name() + what));
    }
}
