package io.serinus.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that pages load.
 *
 * @param type its media type
 */
@SuppressWarnings("ArrayRecordComponent")
record Asset(String name, String type, byte[] content) {
    private static final Map<String, String> TYPES = Map.of(
            "serinus.css", "text/css;charset=UTF-8",
            "serinus.js", "text/javascript;charset=UTF-8",
            "morph.js", "text/javascript;charset=UTF-8",
            "charts.js", "text/javascript;charset=UTF-8",
            "figures.js", "text/javascript;charset=UTF-8",
            "serinus.svg", "image/svg+xml",
            "uPlot-1.6.32.iife.min.js", "text/javascript;charset=UTF-8",
            "uPlot-1.6.32.min.css", "text/css;charset=UTF-8",
            "uPlot-1.6.32.LICENSE.txt", "text/plain;charset=UTF-8");
    private static final Map<String, Asset> READ = new ConcurrentHashMap<>();

    /** The file of that name; empty if pages have none such. */
    static Optional<Asset> find(String name) {
        String type = TYPES.get(name);
        return type == null ? Optional.empty() : Optional.of(READ.computeIfAbsent(name, _ -> read(name, type)));
    }

    private static Asset read(String name, String type) {
        try (InputStream file = Asset.class.getResourceAsStream("assets/" + name)) {
            return new Asset(
                    name,
                    type,
                    Objects.requireNonNull(file, name + " is missing from the package")
                            .readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
