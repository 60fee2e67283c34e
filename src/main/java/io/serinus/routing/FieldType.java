package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Istio's API takes in one place of an object. */
sealed interface FieldType {

    /** As a sentence names it, such as {@code a list of hosts}. */
    String expected();

    record Text() implements FieldType {
        @Override
        public String expected() {
            return "text";
        }
    }

    record Flag() implements FieldType {
        @Override
        public String expected() {
            return "true or false";
        }
    }

    /** A whole number, both ends included. */
    record Whole(long least, long most) implements FieldType {
        @Override
        public String expected() {
            return "a whole number from " + least + " to " + most;
        }
    }

    record Real() implements FieldType {
        @Override
        public String expected() {
            return "a number";
        }
    }

    /** A text such as {@code 1.5s}. */
    record Time() implements FieldType {
        @Override
        public String expected() {
            return "a duration such as 300ms, 10s, 1.5m or 1h";
        }
    }

    /** One of some texts. */
    record Choice(List<String> values) implements FieldType {
        public Choice {
            values = List.copyOf(values);
        }

        @Override
        public String expected() {
            return "one of " + String.join(", ", values);
        }
    }

    /** A list. */
    record Each(String expected, FieldType element) implements FieldType {
        public Each {
            requireNonNull(expected, "expected is null");
            requireNonNull(element, "element is null");
        }
    }

    /** An object whose keys anybody may choose. */
    record Named(String expected, FieldType value) implements FieldType {
        public Named {
            requireNonNull(expected, "expected is null");
            requireNonNull(value, "value is null");
        }
    }

    /** An object with these fields and no other. */
    record Fields(String expected, Map<String, FieldType> types) implements FieldType {
        public Fields {
            requireNonNull(expected, "expected is null");
            types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
        }

        static Fields of(String expected) {
            return new Fields(expected, Map.of());
        }

        /** The same with more fields, all of this type. */
        Fields with(FieldType type, String... names) {
            var more = new LinkedHashMap<>(types);
            Arrays.stream(names).forEach(name -> more.put(name, type));
            return new Fields(expected, more);
        }
    }

    /**
     * A field about which there is more to say than its type, and which is looked at where that is known.
     *
     * @param exists whether Istio's API has it
     */
    record Elsewhere(boolean exists) implements FieldType {
        @Override
        public String expected() {
            return "what is said elsewhere";
        }
    }
}
