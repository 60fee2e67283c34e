package io.serinus.catalog;

import java.util.IdentityHashMap;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * How much the documents of one text become when every anchor is followed. Objects are counted once and known again by
 * identity, so that counting takes no longer than the text, whatever it would become.
 */
final class Expansion {
    private final long most;
    private final int deepest;
    private long total;

    /**
     * @param most characters of texts plus values, of all documents together
     * @param deepest levels
     */
    Expansion(long most, int deepest) {
        this.most = most;
        this.deepest = deepest;
    }

    /** Something is more than that. */
    static final class ExcessException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private ExcessException() {
            super(null, null, false, false);
        }
    }

    private record Size(long weight, int depth) {}

    /**
     * Counts one more document.
     *
     * @throws ExcessException if that is too much
     * @throws YamlDocuments.RecursiveException if an object is within itself
     * @throws YamlDocuments.ComplexKeyException if a key is no scalar
     */
    void add(Node document) {
        total = within(total + new Count().of(document).weight());
    }

    private long within(long weight) {
        if (weight > most) {
            throw new ExcessException();
        }
        return weight;
    }

    private final class Count {
        private final IdentityHashMap<Node, Size> done = new IdentityHashMap<>();
        private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();

        Size of(Node node) {
            if (node instanceof ScalarNode scalar) {
                return new Size(1L + scalar.getValue().length(), 0);
            }
            Size known = done.get(node);
            if (known != null) {
                return known;
            }
            if (open.put(node, true) != null) {
                throw new YamlDocuments.RecursiveException();
            }
            Size size = new Size(1, 0);
            if (node instanceof MappingNode mapping) {
                for (NodeTuple field : mapping.getValue()) {
                    size = with(with(size, key(field.getKeyNode())), of(field.getValueNode()));
                }
            } else if (node instanceof SequenceNode sequence) {
                for (Node item : sequence.getValue()) {
                    size = with(size, of(item));
                }
            }
            done.put(node, size);
            return size;
        }

        private Size key(Node key) {
            if (!(key instanceof ScalarNode)) {
                throw new YamlDocuments.ComplexKeyException();
            }
            return of(key);
        }

        private Size with(Size whole, Size part) {
            int depth = Math.max(whole.depth(), part.depth() + 1);
            if (depth > deepest) {
                throw new ExcessException();
            }
            return new Size(within(whole.weight() + part.weight()), depth);
        }
    }
}
