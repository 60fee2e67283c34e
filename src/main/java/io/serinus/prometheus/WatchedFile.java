package io.serinus.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file that others replace, such as a token of Kubernetes. It is read again as soon as the file looks different,
 * and every minute in any case, since a file may change within the resolution of its time stamp.
 */
final class WatchedFile {
    static final Duration AT_LATEST = Duration.ofMinutes(1);
    private static final long MAX_BYTES = 1 << 20;

    private final Path path;
    private final LongSupplier nanoTime;
    private @Nullable Stamp stamp;
    private long readAt;
    private String text = "";

    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {}

    WatchedFile(Path path, LongSupplier nanoTime) {
        this.path = path;
        this.nanoTime = nanoTime;
    }

    Path path() {
        return path;
    }

    /**
     * What the file says now. While it is away, because it is just being replaced, what it said before.
     *
     * @throws IOException if it has never been readable, or is too large to be what it should
     */
    synchronized String text() throws IOException {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            var now = new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            if (!now.equals(stamp) || nanoTime.getAsLong() - readAt >= AT_LATEST.toNanos()) {
                if (now.size > MAX_BYTES || !attributes.isRegularFile()) {
                    throw new IOException("not a small regular file");
                }
                text = Files.readString(path);
                stamp = now;
                readAt = nanoTime.getAsLong();
            }
        } catch (IOException e) {
            if (stamp == null) {
                throw e;
            }
        }
        return text;
    }
}
