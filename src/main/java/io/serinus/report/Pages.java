package io.serinus.report;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.serinus.release.State.Phase;
import java.util.List;

/**
 * The pages; each is written by the template of its name. Links are relative, so that they also work where a proxy shows
 * the controller under another path; {@code root} leads from the page to the list. {@code refresh} says whether the page
 * should load itself again where no script runs, {@code events} is the address of the events that change it; empty for none.
 */
@CheckedTemplate
final class Pages {
    private Pages() {}

    /**
     * The list.
     *
     * @param releases those that are shown
     * @param found how many there are, shown or not
     * @param query what was asked for
     */
    static native TemplateInstance releases(
            String root,
            boolean refresh,
            String events,
            List<ReleaseView> releases,
            int found,
            ReleaseQuery query,
            List<Phase> phases);

    /** One release. */
    static native TemplateInstance release(String root, boolean refresh, String events, ReleaseView release);

    /** Why there is no such page. */
    static native TemplateInstance problem(String root, boolean refresh, String events, Problem problem);
}
