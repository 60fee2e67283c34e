package io.serinus.notify;

import static java.util.Objects.requireNonNull;

import io.serinus.template.Hook.SecretKey;
import java.time.Duration;
import java.util.Optional;

/**
 * What is to be sent by one POST.
 *
 * @param namespace where its Secrets are
 * @param id the same however often it is sent; for receivers to know it again
 * @param url where to, unless a Secret says so
 * @param urlFrom which Secret says so
 * @param secret which Secret signs it
 * @param contentType of the body
 */
record Message(
        String namespace,
        String id,
        Optional<String> url,
        Optional<SecretKey> urlFrom,
        Optional<SecretKey> secret,
        Duration timeout,
        String contentType,
        byte[] body) {
    Message {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(id, "id is null");
        requireNonNull(url, "url is null");
        requireNonNull(urlFrom, "urlFrom is null");
        requireNonNull(secret, "secret is null");
        requireNonNull(timeout, "timeout is null");
        requireNonNull(contentType, "contentType is null");
    }
}
