package io.serinus.release;

/** Port: tells people what happens to a release (Kubernetes Events, the terminal). Never blocks and never throws. */
public interface Journal {
    void record(Release release, Action.Announce announcement);
}
