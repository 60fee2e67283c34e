package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyRightsTest {
    /** The words are those of an API server. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "403 | services \"shop\" is forbidden: User \"u\" cannot get resource \"services\" in API group \"\" in the"
                        + " namespace \"shop\" | ; deploy/rbac.yaml has that right: apply it.",
                "403 | deployments.apps is forbidden: User \"u\" cannot list resource \"deployments\" in API group \"apps\" in"
                        + " the namespace \"shop\" | ; deploy/rbac.yaml has that right: apply it.",
                "403 | deployments.apps is forbidden: User \"u\" cannot create resource \"deployments\" in API group \"apps\""
                        + " in the namespace \"shop\" | ; bind the ClusterRole serinus-baseline-copy in that namespace, as"
                        + " deploy/optional/baseline-copy.yaml says.",
                "403 | networkpolicies.networking.k8s.io is forbidden: User \"u\" cannot list resource \"networkpolicies\" in"
                        + " API group \"networking.k8s.io\" in the namespace \"shop\" | ; bind the ClusterRole"
                        + " serinus-baseline-copy in that namespace, as deploy/optional/baseline-copy.yaml says.",
                "403 | selfsubjectaccessreviews.authorization.k8s.io is forbidden: User \"u\" cannot create resource"
                        + " \"selfsubjectaccessreviews\" in API group \"authorization.k8s.io\" at the cluster scope | ; bind the"
                        + " ClusterRole system:basic-user of Kubernetes, by which everybody may ask that.",
                "403 | pods \"a\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1 | .",
                "500 | etcdserver: request timed out | ."
            })
    void namesWhatWasRefusedAndTheManifestThatAllowsIt(int code, String said, String advice) {
        var status = new StatusBuilder().withCode(code).withMessage(said).build();
        assertThat(CopyRights.refused(new KubernetesClientException(status))).isEqualTo(said + advice);
    }
}
