package io.serinus.catalog;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Reads YAML as {@code kubectl} does: anchors and merge keys are followed, times are texts. The same key twice in one object
 * is refused, because one of the two would be lost.
 */
public final class YamlDocuments {
    /** Far beyond what people write, and far from what would harm the process. */
    private static final int DEEPEST = 200;

    private static final int LARGEST = 256 << 20;

    /** What anchors may add to a text, beside as much again as it has itself. */
    private static final int MOST_REPEATED = 1_000_000;

    private static final String DUPLICATE_KEY = "found duplicate key ";

    private YamlDocuments() {}

    /** A text that is no YAML. The message is a sentence that says where and what to do. */
    public static final class InvalidYamlException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidYamlException(String message) {
            super(message, null, false, false);
        }

        @Override
        public String getMessage() {
            return Objects.requireNonNull(super.getMessage());
        }
    }

    /**
     * One document.
     *
     * @param value plain maps with text keys, lists, texts, numbers, booleans and nulls
     * @param places where they stand
     */
    public record Document(@Nullable Object value, Places places) {}

    /**
     * Every document's value.
     *
     * @throws InvalidYamlException if the text is no YAML
     */
    public static List<@Nullable Object> read(String text) throws InvalidYamlException {
        var values = new ArrayList<@Nullable Object>();
        documents(text).forEach(document -> values.add(document.value()));
        return values;
    }

    /**
     * Every document.
     *
     * @throws InvalidYamlException if the text is no YAML
     */
    public static List<Document> documents(String text) throws InvalidYamlException {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(LARGEST);
        var dumping = new DumperOptions();
        var values = new KubernetesValues(options);
        var yaml = new Yaml(values, new Representer(dumping), dumping, options, new KubernetesTypes());
        var documents = new ArrayList<Document>();
        var expansion = new Expansion(2L * text.length() + MOST_REPEATED, DEEPEST);
        try {
            for (Node node : yaml.composeAll(new StringReader(text))) {
                expansion.add(node);
                documents.add(new Document(new Plain().of(values.of(node)), new Places(node)));
            }
        } catch (MarkedYAMLException e) {
            throw new InvalidYamlException(place(e.getProblemMark()) + sentence(e, text));
        } catch (ReaderException e) {
            throw new InvalidYamlException(
                    place(text, e.getPosition())
                            + "here is a character that YAML does not allow; remove it, or write it as an escape in double quotes");
        } catch (ComplexKeyException e) {
            int template = text.indexOf("{{");
            throw new InvalidYamlException((template < 0 ? "" : place(text, text.codePointCount(0, template)))
                    + "an object or a list stands as a key, which no Kubernetes object has; quote it, or render the Helm"
                    + " template before");
        } catch (RecursiveException e) {
            throw new InvalidYamlException("an object contains itself by an anchor; write it plainly");
        } catch (Expansion.ExcessException e) {
            throw new InvalidYamlException("it becomes too large or too deep when its anchors are followed (limits are "
                    + DEEPEST + " levels, and " + MOST_REPEATED
                    + " characters more than twice the text); write it plainly");
        } catch (YAMLException e) {
            throw new InvalidYamlException(
                    "it is nested too deeply, or repeats too much by anchors (limits are " + DEEPEST + " levels and "
                            + options.getMaxAliasesForCollections() + " repeated objects); write it plainly");
        }
        return documents;
    }

    /** What a text means where it stands without quotes: a number, a boolean, or the text itself. */
    static Object scalar(String text) {
        Object value = KubernetesValues.of(text);
        return value instanceof Double number && !Double.isFinite(number) ? text : value;
    }

    private static String place(@Nullable Mark mark) {
        return mark == null ? "" : "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ";
    }

    private static String place(String text, int position) {
        String before = text.substring(
                0, text.offsetByCodePoints(0, Math.min(position, text.codePointCount(0, text.length()))));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return "line " + line + ", column " + (before.length() - before.lastIndexOf('\n')) + ": ";
    }

    private static String sentence(MarkedYAMLException e, String text) {
        if (e instanceof DuplicateKeyException
                && e.getProblem() != null
                && e.getProblem().startsWith(DUPLICATE_KEY)) {
            return "the key \"" + e.getProblem().substring(DUPLICATE_KEY.length())
                    + "\" stands a second time in the same object; keep one of the two";
        }
        return "this is not YAML; check indentation, quotes and brackets up to here"
                + (text.contains("{{") ? ", and render a Helm template before" : "");
    }

    static final class ComplexKeyException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static final class RecursiveException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Makes keys texts, once for each object, however often it is repeated; an object must not be within itself. */
    private static final class Plain {
        private final Map<Object, Object> done = new IdentityHashMap<>();
        private final Map<Object, Boolean> open = new IdentityHashMap<>();

        @Nullable
        Object of(@Nullable Object value) {
            if (!(value instanceof Map<?, ?> || value instanceof List<?>)) {
                return value;
            }
            Object known = done.get(value);
            if (known != null) {
                return known;
            }
            if (open.put(value, true) != null) {
                throw new RecursiveException();
            }
            Object plain = value instanceof Map<?, ?> map ? object(map) : list((List<?>) value);
            done.put(value, plain);
            return plain;
        }

        private Object object(Map<?, ?> map) {
            var plain = new LinkedHashMap<String, @Nullable Object>();
            map.forEach((key, value) -> {
                if (key instanceof Map<?, ?> || key instanceof List<?>) {
                    throw new ComplexKeyException();
                }
                plain.put(String.valueOf(key), of(value));
            });
            return plain;
        }

        private Object list(List<?> list) {
            var plain = new ArrayList<@Nullable Object>();
            list.forEach(value -> plain.add(of(value)));
            return plain;
        }
    }
}
