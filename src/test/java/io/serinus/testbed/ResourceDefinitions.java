package io.serinus.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;

/** The CustomResourceDefinitions that the testbed's API server knows: Istio's, and the project's own. */
final class ResourceDefinitions {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Path OWN = Path.of("deploy", "crds");

    private ResourceDefinitions() {}

    /** Creates them and waits until each of their versions is served. */
    static void install(KubernetesClient client) {
        var served = new ArrayList<String>();
        for (JsonNode definition : read()) {
            client.resource(YAML.convertValue(definition, GenericKubernetesResource.class))
                    .create();
            JsonNode spec = definition.path("spec");
            for (JsonNode version : spec.path("versions")) {
                if (version.path("served").asBoolean()) {
                    served.add("/apis/" + spec.path("group").asText() + "/"
                            + version.path("name").asText() + "/"
                            + spec.path("names").path("plural").asText());
                }
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> served.stream().allMatch(path -> client.raw(path) != null));
    }

    private static List<JsonNode> read() {
        var definitions = new ArrayList<JsonNode>();
        for (Path folder : folders()) {
            try (var files = Files.list(folder)) {
                for (Path file : files.filter(path -> path.toString().matches(".*\\.ya?ml"))
                        .sorted()
                        .toList()) {
                    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
                        documents.readAll().stream()
                                .filter(document ->
                                        document.path("kind").asText().equals("CustomResourceDefinition"))
                                .forEach(definitions::add);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the resource definitions in " + folder, e);
            }
        }
        return definitions;
    }

    private static List<Path> folders() {
        String chosen = System.getenv("ISTIO_CRDS");
        Path istio = chosen == null || chosen.isBlank() ? bundled() : Path.of(chosen);
        return Files.isDirectory(OWN) ? List.of(istio, OWN) : List.of(istio);
    }

    private static Path bundled() {
        try {
            return Path.of(Objects.requireNonNull(ResourceDefinitions.class.getResource("crds"), "crds is missing")
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
