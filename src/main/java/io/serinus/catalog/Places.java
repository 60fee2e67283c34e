package io.serinus.catalog;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Where the fields of one object stand in the text that it was read from. */
public final class Places {
    private final Node root;

    Places(Node root) {
        this.root = requireNonNull(root, "root is null");
    }

    /**
     * Where a field's name stands, or an element of a list; if there is no such field, the nearest one that encloses it.
     *
     * @param path such as {@code spec.steps[1].weight}; empty for the whole object
     */
    public Place of(String path) {
        Mark mark = descend(new At(root, root.getStartMark()), path).mark();
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** The places of an object within this one. */
    public Places within(String path) {
        return new Places(descend(new At(root, root.getStartMark()), path).node());
    }

    private record At(Node node, Mark mark) {}

    private static At descend(At start, String path) {
        At here = start;
        String rest = path;
        while (!rest.isEmpty()) {
            int length = here.node() instanceof SequenceNode ? rest.indexOf(']') + 1 : 0;
            At next = null;
            if (here.node() instanceof SequenceNode list) {
                next = element(list, rest.substring(0, length));
            } else if (here.node() instanceof MappingNode object) {
                NodeTuple field = field(object, rest);
                if (field != null) {
                    length = name(field).length();
                    next = new At(field.getValueNode(), field.getKeyNode().getStartMark());
                }
            }
            if (next == null) {
                return here;
            }
            here = next;
            rest = rest.substring(length);
            rest = rest.startsWith(".") ? rest.substring(1) : rest;
        }
        return here;
    }

    private static @Nullable At element(SequenceNode list, String bracketed) {
        if (!bracketed.matches("\\[\\d{1,9}]")) {
            return null;
        }
        int index = Integer.parseInt(bracketed.substring(1, bracketed.length() - 1));
        if (index >= list.getValue().size()) {
            return null;
        }
        Node element = list.getValue().get(index);
        return new At(element, element.getStartMark());
    }

    /** Names may hold dots, so the longest one that fits is meant. */
    private static @Nullable NodeTuple field(MappingNode object, String path) {
        NodeTuple longest = null;
        for (NodeTuple tuple : object.getValue()) {
            String name = name(tuple);
            boolean fits = path.startsWith(name)
                    && (path.length() == name.length() || ".[".indexOf(path.charAt(name.length())) >= 0);
            if (fits && (longest == null || name.length() >= name(longest).length())) {
                longest = tuple;
            }
        }
        return longest;
    }

    private static String name(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
    }
}
