package io.serinus.release;

import java.util.Map;

/**
 * Port: tells hooks and notifications of a release's template what its log says, beside everything else. Never blocks and
 * never throws.
 */
public interface Outbox {
    /** Where nobody is told. */
    Outbox NONE = Release::told;

    /**
     * Has everything sent that is wanted and has not been; asking again changes nothing.
     *
     * @param recorded the release as it is recorded, so that no entry that was sent can be lost
     * @return how far each recipient has got by now, as {@link Release#told}; what is beyond the release's own is to be
     *     recorded, so that it is not sent again
     */
    Map<String, Long> deliver(Release recorded);
}
