package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnnotationsTest {
    private static VirtualService vs(String metadata) {
        return VirtualServices.of(VirtualServices.tree("{metadata: {name: a, " + metadata + "}, spec: {}}"));
    }

    @Test
    void setsAndRemovesOne() {
        VirtualService bare = vs("labels: {}");
        VirtualService set = VirtualServices.patched(bare, Annotations.set(bare, "serinus.io/re~lease", "v2"));
        assertThat(set.tree())
                .isEqualTo(
                        vs("labels: {}, annotations: {serinus.io/re~lease: v2}").tree());
        VirtualService more = vs("annotations: {other: x, serinus.io/re~lease: v1}");
        assertThat(VirtualServices.patched(more, Annotations.set(more, "serinus.io/re~lease", "v2"))
                        .tree())
                .isEqualTo(
                        vs("annotations: {other: x, serinus.io/re~lease: v2}").tree());
        assertThat(VirtualServices.patched(more, Annotations.remove(more, "serinus.io/re~lease"))
                        .tree())
                .isEqualTo(vs("annotations: {other: x}").tree());
    }

    @Test
    void doesNothingWhereNothingIsToBeDone() {
        VirtualService vs = vs("annotations: {a: b}");
        assertThat(Annotations.set(vs, "a", "b")).isEmpty();
        assertThat(Annotations.remove(vs, "c")).isEmpty();
        assertThat(Annotations.remove(vs("labels: {}"), "c")).isEqualTo(List.of());
    }
}
