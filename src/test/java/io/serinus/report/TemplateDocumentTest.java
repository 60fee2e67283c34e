package io.serinus.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.template.KnownTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateDocumentTest {
    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.org/services/T0/B0/secret, https://hooks.example.org/…",
        "http://checks.shop:8080?token=secret, http://checks.shop:8080/…",
        "https://user:secret@example.org/x, https://example.org/…",
        "https://a@secret/b@example.org, https://secret/…",
        "https://example.org, https://example.org/…",
        "secret, …",
        "ftp://secret, …",
        "https://{{ args.secret }}/x, …",
    })
    void showsOnlyTheHostOfAddresses(String url, String shown) {
        Map<String, Object> spec = Map.of(
                "steps", List.of(Map.of("weight", 10)),
                "hooks", List.of(Map.of("name", "smoke", "url", url)),
                "notifications", List.of(Map.of("name", "chat", "type", "slack", "url", url)));
        var template =
                new KnownTemplate(KnownTemplate.Source.NAMESPACE, Optional.of("shop"), "careful", spec, List.of());
        assertThat(TemplateDocument.of(template).spec())
                .isEqualTo(Map.of(
                        "steps", List.of(Map.of("weight", 10)),
                        "hooks", List.of(Map.of("name", "smoke", "url", shown)),
                        "notifications", List.of(Map.of("name", "chat", "type", "slack", "url", shown))));
    }
}
