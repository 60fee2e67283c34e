package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KubernetesAccessReviewTest {
    @Test
    void namesInTheLogAreOneShortLine() {
        assertThat(KubernetesAccessReview.plain("shop-2")).isEqualTo("shop-2");
        assertThat(KubernetesAccessReview.plain("a\n2026 ERROR \u001b[2J\u202e"))
                .isEqualTo("a?2026?ERROR???2J?");
        assertThat(KubernetesAccessReview.plain("x".repeat(9_000))).hasSize(254);
    }
}
