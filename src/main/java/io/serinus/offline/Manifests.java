package io.serinus.offline;

import io.serinus.catalog.Places;
import io.serinus.catalog.YamlDocuments;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Kubernetes objects of some YAML files.
 *
 * @param all in the files' order; objects of lists stand for themselves
 * @param empty files that hold no object at all
 * @param problems what cannot be read, as sentences; then {@code all} does not have everything
 */
public record Manifests(List<Manifest> all, List<String> empty, List<String> problems) {
    /** How standard input is given. */
    public static final String STANDARD_INPUT = "-";

    /** Of one text; looking takes longer the more there are. Files may have more: they are the user's own. */
    static final int MOST_OF_A_TEXT = 1_000;

    private static final int MOST_OF_FILES = 1_000_000;

    private static final int LONGEST_QUOTE = 100;

    public Manifests {
        all = List.copyOf(all);
        empty = List.copyOf(empty);
        problems = List.copyOf(problems);
    }

    /**
     * Reads files of one or more YAML documents.
     *
     * @param inputs paths of files, of folders (all {@code .yaml}, {@code .yml} and {@code .json} files in them and below, sorted), or
     *     {@link #STANDARD_INPUT}; what is given twice is read once
     * @param namespace of objects that name none
     * @param in standard input
     */
    public static Manifests read(List<String> inputs, String namespace, InputStream in) {
        var reading = new Reading(namespace, MOST_OF_FILES);
        SequencedSet<Path> files = new LinkedHashSet<>();
        for (String input : inputs) {
            if (!input.equals(STANDARD_INPUT)) {
                reading.list(input).forEach(file -> {
                    if (files.add(file.toAbsolutePath().normalize())) {
                        reading.add(file.toString(), () -> Files.readString(file));
                    }
                });
            }
        }
        if (inputs.contains(STANDARD_INPUT)) {
            reading.add("standard input", () -> new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return new Manifests(reading.all, reading.empty, reading.problems);
    }

    /**
     * Reads a text of one or more YAML documents, with at most {@link #MOST_OF_A_TEXT} objects in all.
     *
     * @param name what to call it in sentences, such as the file's
     * @param namespace of objects that name none
     */
    public static Manifests of(String name, String text, String namespace) {
        var reading = new Reading(namespace, MOST_OF_A_TEXT);
        reading.add(name, () -> text);
        return new Manifests(reading.all, reading.empty, reading.problems);
    }

    /** One text that is still to be read. */
    private interface Source {
        String read() throws IOException;
    }

    private static final class Reading {
        private final String namespace;
        private final int most;
        private final List<Manifest> all = new ArrayList<>();
        /** JSON that nobody named: folders have it for many other purposes. */
        private final Set<String> found = new HashSet<>();

        private final List<String> empty = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        Reading(String namespace, int most) {
            this.namespace = namespace;
            this.most = most;
        }

        List<Path> list(String input) {
            Path path;
            try {
                path = Path.of(input);
            } catch (InvalidPathException e) {
                problems.add(input + ": this cannot be a path; give that of a YAML file or a folder");
                return List.of();
            }
            if (!Files.isDirectory(path)) {
                return List.of(path);
            }
            try (Stream<Path> below = Files.walk(path)) {
                List<Path> files = below.filter(Reading::isOfObjects).sorted().toList();
                files.stream()
                        .map(Path::toString)
                        .filter(file -> file.endsWith(".json"))
                        .forEach(found::add);
                if (files.isEmpty()) {
                    problems.add(input
                            + ": the folder has no .yaml, .yml or .json file; give another one, or a file by its name");
                }
                return files;
            } catch (IOException | UncheckedIOException e) {
                problems.add(input + ": the folder cannot be read; check who may list it and what is below");
                return List.of();
            }
        }

        private static boolean isOfObjects(Path file) {
            String name = file.getFileName().toString();
            return (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
                    && Files.isRegularFile(file);
        }

        void add(String file, Source source) {
            try {
                List<YamlDocuments.Document> documents = YamlDocuments.documents(source.read());
                int before = all.size();
                for (int i = 0; i < documents.size() && !isFull(); i++) {
                    YamlDocuments.Document document = documents.get(i);
                    add(file, "document " + (i + 1), document.value(), document.places());
                }
                if (isFull()) {
                    problems.add(file + ": there are more than " + most + " objects; split them up");
                }
                if (all.size() == before && problems.isEmpty()) {
                    empty.add(file);
                }
            } catch (YamlDocuments.InvalidYamlException e) {
                problems.add(file + ": " + e.getMessage());
            } catch (NoSuchFileException e) {
                problems.add(
                        file + ": there is no such file; give the path of a YAML file or a folder, or - for standard"
                                + " input");
            } catch (CharacterCodingException e) {
                problems.add(file + ": this is not UTF-8; save it as such, or leave it out");
            } catch (IOException e) {
                problems.add(file + ": the file cannot be read; check who may read it");
            }
        }

        private boolean isFull() {
            return all.size() + problems.size() > most;
        }

        /** Empty documents are left out, and so are lists in JSON that nobody named. */
        private void add(String file, String place, @Nullable Object document, Places places) {
            if (document == null || (found.contains(file) && !(document instanceof Map))) {
                return;
            }
            if (!(document instanceof Map<?, ?> map)) {
                String found = document instanceof List<?> ? "a list" : "\"" + start(document) + "\"";
                problems.add(file + ": " + place + " is " + found
                        + ", expected an object such as a VirtualService; correct or remove it");
                return;
            }
            Manifest manifest = Manifest.of(file, fields(map), places, namespace);
            if (manifest.kind().endsWith("List") && map.get("items") instanceof List<?> items) {
                for (int i = 0; i < items.size() && !isFull(); i++) {
                    String item = "items[" + i + "]";
                    add(file, place + ", " + item + ",", items.get(i), places.within(item));
                }
            } else {
                all.add(manifest);
            }
        }

        private static String start(Object scalar) {
            String text = scalar.toString();
            return text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
        }

        @SuppressWarnings("unchecked") // As they were read, keys are texts.
        private static Map<String, Object> fields(Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
    }
}
