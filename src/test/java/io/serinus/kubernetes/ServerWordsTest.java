package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServerWordsTest {
    static Stream<Arguments> silences() {
        return Stream.of(
                Arguments.of(
                        new ConnectException("Connection refused: /10.0.0.1:6443"), "nobody listens at its address"),
                Arguments.of(new UnknownHostException("api"), "there is no host of its name"),
                Arguments.of(new SSLHandshakeException("PKIX path building failed"), "its certificate is not one"),
                Arguments.of(new TimeoutException(), "it does not answer in time"),
                Arguments.of(new IOException("Connection reset"), "the connection broke"));
    }

    @ParameterizedTest
    @MethodSource("silences")
    void saysWhatIsInTheWayWhereNobodyAnswered(Exception cause, String words) {
        var silence = new KubernetesClientException("Operation: [list] failed.", new IOException("wrapped", cause));
        assertThat(ServerWords.of(silence))
                .startsWith("the API server cannot be reached: " + words)
                .doesNotContain("HTTP", "Operation", "wrapped", "PKIX", "10.0.0.1");
    }

    @Test
    void repeatsWhatTheServerSaid() {
        var forbidden = new StatusBuilder()
                .withCode(403)
                .withMessage("pods is forbidden")
                .build();
        assertThat(ServerWords.of(new KubernetesClientException(forbidden))).isEqualTo("pods is forbidden");
        assertThat(ServerWords.of(new KubernetesClientException("", 503, null))).isEqualTo("HTTP 503");
    }
}
