package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonPatchTest {
    private final Map<String, Object> tree = VirtualServices.tree("{a: [1, {b/c: x, 'd~e': null}, 3], n: 2.0}");

    private Map<String, Object> apply(PatchOperation... operations) throws PatchFailedException {
        return JsonPatch.apply(tree, List.of(operations));
    }

    @Test
    void operatesOnObjectsAndLists() throws Exception {
        assertThat(apply(
                        new PatchOperation.Test("/n", 2),
                        new PatchOperation.Test("/a/1/b~1c", "x"),
                        new PatchOperation.Replace("/a/1/b~1c", "y"),
                        new PatchOperation.Add("/a/1/d~0e", "z"),
                        new PatchOperation.Add("/a/0", 0),
                        new PatchOperation.Add("/a/-", 4),
                        new PatchOperation.Remove("/a/1"),
                        new PatchOperation.Remove("/n")))
                .isEqualTo(VirtualServices.tree("{a: [0, {b/c: y, 'd~e': z}, 3, 4]}"));
        assertThat(tree).isEqualTo(VirtualServices.tree("{a: [1, {b/c: x, 'd~e': null}, 3], n: 2.0}"));
    }

    @Test
    void failsWithWhatItFound() {
        assertThatThrownBy(() -> apply(new PatchOperation.Test("/a/0", 5)))
                .isInstanceOf(PatchFailedException.class)
                .hasMessage("test /a/0: found 1, expected 5");
        assertThatThrownBy(() -> apply(new PatchOperation.Test("/a/1/d~0e", 5)))
                .hasMessage("test /a/1/d~0e: found missing, expected 5");
        assertThatThrownBy(() -> apply(new PatchOperation.Replace("/b", 5)))
                .hasMessage("replace /b: there is no \"b\"");
        assertThatThrownBy(() -> apply(new PatchOperation.Remove("/a/3"))).hasMessage("remove /a/3: there is no \"3\"");
        assertThatThrownBy(() -> apply(new PatchOperation.Add("/a/4", 5)))
                .hasMessage("add /a/4: the list has 3 elements");
        assertThatThrownBy(() -> apply(new PatchOperation.Add("/a/x", 5)))
                .hasMessage("add /a/x: \"x\" is no position in a list");
        assertThatThrownBy(() -> apply(new PatchOperation.Add("/n/x", 5)))
                .hasMessage("add /n/x: its parent is 2.0, expected an object or a list");
        assertThatThrownBy(() -> apply(new PatchOperation.Remove("")))
                .hasMessage("remove : expected a pointer to something inside the object, beginning with /");
    }
}
