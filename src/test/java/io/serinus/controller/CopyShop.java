package io.serinus.controller;

import io.serinus.release.Copies;
import io.serinus.release.Copy;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Copies of baselines that are made and removed as a test wants, and counted. */
final class CopyShop implements Copies {
    /** What every release's copy would be; empty if none can be copied. */
    Optional<Copy> possible = Optional.empty();

    Making making = new Making.Made();
    Removal removal = new Removal.Removed();
    int made;
    final List<String> removed = new ArrayList<>();

    @Override
    public Draft draft(Plan plan, String namespace) {
        return possible.<Draft>map(Draft.Possible::new).orElseGet(() -> new Draft.Refused("Nothing can be copied."));
    }

    @Override
    public Making make(Release release, Copy copy) {
        made++;
        return making;
    }

    @Override
    public Removal remove(Release release, Copy copy) {
        removed.add(copy.deployment());
        return removal;
    }
}
