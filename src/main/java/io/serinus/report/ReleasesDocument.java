package io.serinus.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a question for several releases, newest first.
 *
 * @param releases those of this part
 * @param total how many there are in all parts
 * @param more what to ask with for the next part; null if this is the last
 * @param links where the parts are
 */
public record ReleasesDocument(
        List<ReleaseDocument> releases,
        int total,
        @JsonProperty("continue") @Nullable String more,
        PageLinksDocument links) {

    /**
     * Paths on this server.
     *
     * @param self this part
     * @param next the next one; null if this is the last
     */
    public record PageLinksDocument(String self, @Nullable String next) {}
}
