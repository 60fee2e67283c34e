package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/** A VirtualService during a release. */
final class Course {
    private final Selection.Selected selected;
    private final Original original;
    private final VirtualService before;
    private VirtualService now;

    Course(String spec) {
        this(spec, "v2");
    }

    Course(String spec, String canary) {
        before = VirtualServices.spec(spec);
        now = before;
        selected = (Selection.Selected) Releases.select(before, canary);
        original = Original.of(before, selected.pair(), selected.routes());
    }

    Edit edit(Layout layout) {
        return edit(layout, Trail.of(layout));
    }

    Edit edit(Layout layout, Trail trail) {
        return RoutingEdit.apply(now, pair(), original, layout, trail);
    }

    Course apply(Layout layout) {
        Edit edit = edit(layout);
        assertThat(edit.obstacles()).isEmpty();
        now = VirtualServices.patched(now, edit.operations());
        return this;
    }

    Course somebody(PatchOperation... operations) {
        now = VirtualServices.patched(now, List.of(operations));
        return this;
    }

    /** Of a release that remembers nothing. */
    Edit restore() {
        return restore(Trail.NONE);
    }

    Edit restore(Trail trail) {
        Edit edit = RoutingEdit.restore(now, pair(), original, trail);
        now = VirtualServices.patched(now, edit.operations());
        return edit;
    }

    void restoreExactly() {
        assertThat(restore().obstacles()).isEmpty();
        assertThat(spec()).isEqualTo(before.tree().get("spec"));
    }

    VirtualService before() {
        return before;
    }

    VirtualService now() {
        return now;
    }

    Pair pair() {
        return selected.pair();
    }

    Original original() {
        return original;
    }

    Map<String, Object> spec() {
        return Tree.object(now.tree().get("spec"));
    }

    Map<String, Object> metadata() {
        return Tree.object(now.tree().get("metadata"));
    }

    String text() {
        return spec().toString();
    }
}
