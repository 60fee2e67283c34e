package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.serinus.release.Secrets;
import io.serinus.template.Hook.SecretKey;
import java.net.HttpURLConnection;
import java.util.Base64;

/** Reads one Secret at a time, freshly, so that a changed one counts at once and none is kept. */
public final class KubernetesSecrets implements Secrets {
    private final KubernetesClient client;

    public KubernetesSecrets(KubernetesClient client) {
        this.client = TimeBox.around(client);
    }

    @Override
    public byte[] read(String namespace, SecretKey key) throws UnreadableException {
        String name = "Secret " + namespace + "/" + key.name();
        Secret secret;
        try {
            secret =
                    client.secrets().inNamespace(namespace).withName(key.name()).get();
        } catch (KubernetesClientException e) {
            throw new UnreadableException(
                    e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                            ? name
                                    + " may not be read by the controller; give it the right, as deploy/optional/secrets-role.yaml"
                                    + " does."
                            : name + " could not be read: the API server did not answer as expected.");
        }
        if (secret == null) {
            throw new UnreadableException(name + " does not exist.");
        }
        String value = secret.getData() == null ? null : secret.getData().get(key.key());
        if (value == null) {
            throw new UnreadableException(name + " has no key " + key.key() + ".");
        }
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException _) {
            throw new UnreadableException(name + ", key " + key.key() + ", cannot be decoded.");
        }
    }
}
