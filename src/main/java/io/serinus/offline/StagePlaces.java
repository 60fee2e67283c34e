package io.serinus.offline;

import io.serinus.catalog.Place;
import io.serinus.catalog.Places;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where in the file stands what a path means in a stage of a release: added routes and destinations move others. */
final class StagePlaces {
    private static final Pattern ELEMENT = Pattern.compile("\\[(\\d{1,9})]\\.?");

    private final Places places;
    private final Map<String, Object> file;

    /**
     * The places of one object.
     *
     * @param places where its fields stand
     * @param file the whole object
     */
    StagePlaces(Places places, Map<String, Object> file) {
        this.places = places;
        this.file = file;
    }

    /**
     * Where it stands in the file, or what encloses it if the stage lacks it as well; empty if the release adds it.
     *
     * @param path in the stage
     * @param stage the whole object
     */
    Optional<Place> of(String path, Map<String, Object> stage) {
        return inFile("", file, path, stage).map(places::of);
    }

    /** The path in the file. */
    private Optional<String> inFile(String path, @Nullable Object here, String rest, @Nullable Object there) {
        if (rest.isEmpty()) {
            return Optional.of(path);
        }
        if (here instanceof Map<?, ?> inFile && there instanceof Map<?, ?> inStage) {
            Optional<String> name = field(inStage, rest);
            if (name.isEmpty()) {
                return Optional.of(path);
            }
            String below = rest.substring(name.get().length());
            return inFile.containsKey(name.get())
                    ? inFile(
                            path.isEmpty() ? name.get() : path + "." + name.get(),
                            inFile.get(name.get()),
                            below.startsWith(".") ? below.substring(1) : below,
                            inStage.get(name.get()))
                    : Optional.empty();
        }
        Matcher element = ELEMENT.matcher(rest);
        if (here instanceof List<?> inFile && there instanceof List<?> inStage && element.lookingAt()) {
            int index = Integer.parseInt(element.group(1));
            int same = index < inStage.size() ? same(path, inFile, inStage, index) : -1;
            return same < 0
                    ? Optional.empty()
                    : inFile(
                            path + "[" + same + "]",
                            inFile.get(same),
                            rest.substring(element.end()),
                            inStage.get(index));
        }
        return Optional.empty();
    }

    /** Names may hold dots, so the longest one that fits is meant. */
    private static Optional<String> field(Map<?, ?> object, String path) {
        return object.keySet().stream()
                .map(String::valueOf)
                .filter(name -> path.startsWith(name)
                        && (path.length() == name.length() || ".[".indexOf(path.charAt(name.length())) >= 0))
                .max((a, b) -> Integer.compare(a.length(), b.length()));
    }

    /** Which element of the file's list it is; negative if none. */
    private static int same(String path, List<?> inFile, List<?> inStage, int index) {
        if (path.equals("spec.http")) {
            return StageFindings.routes(inFile)
                    .indexOf(StageFindings.routes(inStage).get(index));
        }
        Object identity = identity(inStage.get(index));
        if (index < inFile.size() && Objects.equals(identity(inFile.get(index)), identity)) {
            return index;
        }
        return inFile.stream().map(StagePlaces::identity).toList().indexOf(identity);
    }

    /** A destination stays the same at another weight. */
    private static @Nullable Object identity(@Nullable Object element) {
        return element instanceof Map<?, ?> fields && fields.get("destination") != null
                ? fields.get("destination")
                : element;
    }
}
