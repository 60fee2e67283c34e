package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serinus.testbed.KubeApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person is told whose command cannot be written or is not answered: a cluster with rights, and no controller. */
@ExtendWith(KubeApiServer.class)
class SteerCommandIT {
    private static final String OBJECTS = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: checkout, annotations: {serinus.io/release: v2}}
            spec: {hosts: [checkout], http: [{route: [{destination: {host: checkout}}]}]}
            ---
            apiVersion: serinus.io/v1alpha1
            kind: CanaryRelease
            metadata: {name: checkout-v2-1}
            spec: {virtualService: checkout, canary: v2, template: default}
            """;

    private final KubeApiServer api;
    private final String namespace;
    private final Path alice;

    SteerCommandIT(KubeApiServer api) {
        this.api = api;
        namespace = api.namespace();
        kubectl("", "apply", "-f", "deploy/operators.yaml");
        alice = api.kubeconfig("alice", person("alice", "serinus-operator-kubectl"));
    }

    @BeforeEach
    void createObjects() {
        kubectl(OBJECTS, "apply", "-f", "-");
    }

    private String kubectl(String input, String... arguments) {
        var all = new ArrayList<>(List.of("-n", namespace));
        all.addAll(List.of(arguments));
        var result = api.kubectlWithInput(input, all.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return result.stdout();
    }

    private String person(String account, String role) {
        String token = api.serviceAccountToken(namespace, account);
        kubectl(
                "",
                "create",
                "rolebinding",
                account,
                "--clusterrole=" + role,
                "--serviceaccount=" + namespace + ":" + account);
        return token;
    }

    private String command() throws IOException {
        JsonNode found = new ObjectMapper()
                .readTree(kubectl("", "get", "virtualservice", "checkout", "-o", "json"))
                .at("/metadata/annotations/serinus.io~1command");
        return found.asText();
    }

    private Invocation serinus(Path kubeconfig, String... words) {
        return Invocation.of(arguments(kubeconfig, words));
    }

    private String[] arguments(Path kubeconfig, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("-n", namespace, "--kubeconfig", kubeconfig.toString()));
        return all.toArray(String[]::new);
    }

    private void assertFailed(Invocation ran, String... words) {
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains(words);
        assertThat(ran.err().lines()).allMatch(line -> line.startsWith("serinus: "));
        Sentences.require(ran.err());
    }

    @Test
    void whoeverMayNotIsToldWhatToAskFor() throws IOException {
        Path stranger = api.kubeconfig(api.serviceAccountToken(namespace, "stranger"));
        Path reader = api.kubeconfig(person("reader", "serinus-operator"));
        kubectl("", "create", "role", "looks", "--verb=get", "--resource=virtualservices.networking.istio.io");
        kubectl("", "create", "rolebinding", "looks", "--role=looks", "--serviceaccount=" + namespace + ":looks");
        Path looks = api.kubeconfig(person("looks-too", "serinus-operator"));
        kubectl("", "create", "rolebinding", "too", "--role=looks", "--serviceaccount=" + namespace + ":looks-too");
        String advice =
                "; ask for a RoleBinding to the ClusterRole serinus-operator-kubectl, or to a role with the same"
                        + " rights";

        assertFailed(
                serinus(stranger, "pause", "checkout"), "did not list the CanaryReleases", " is forbidden: ", advice);
        assertFailed(
                serinus(reader, "pause", "checkout"),
                "VirtualService " + namespace + "/checkout could not be read: ",
                " is forbidden: ",
                advice);
        assertFailed(
                serinus(looks, "pause", "checkout"),
                "The API server refuses the change of VirtualService " + namespace + "/checkout: ",
                advice);
        assertFailed(
                serinus(api.kubeconfig("no-token"), "pause", "checkout"),
                " of context testbed does not know you: log in again, or name another --context");
        assertThat(command()).isEmpty();
    }

    @Test
    void aNameThatMeansNothingIsTold() throws IOException {
        assertFailed(
                serinus(alice, "pause", "chekout"),
                "there is no CanaryRelease " + namespace + "/chekout, and no release of a VirtualService " + namespace
                        + "/chekout, did you mean checkout?");
        kubectl("", "delete", "canaryrelease", "checkout-v2-1");
        assertFailed(
                serinus(alice, "pause", "checkout"),
                "nor any other in this namespace: is it the right --namespace, and the right --context?");
        assertFailed(
                serinus(alice, "pause", "checkout", "--context", "production"),
                "--context is \"production\", expected one of testbed");
        assertThat(command()).isEmpty();
    }

    @Test
    void aReleaseThatIsAboutToEndIsLeftAlone() throws IOException {
        kubectl("", "annotate", "--overwrite", "virtualservice", "checkout", "serinus.io/release=v3");
        assertFailed(
                serinus(alice, "skip", "checkout"),
                "VirtualService " + namespace + "/checkout asks for the release of v3 now");
        kubectl("", "delete", "virtualservice", "checkout");
        assertFailed(serinus(alice, "skip", "checkout-v2-1"), "does not exist any more");
    }

    @Test
    void aCommandThatNobodyAnswersStaysAndKeepsTheNextOneOut() throws IOException {
        assertFailed(
                serinus(alice, "approve", "checkout", "sign-off", "--reason", "tested", "--timeout", "2s500ms"),
                "serinus: the newest release " + namespace + "/checkout-v2-1 of VirtualService checkout is meant\n",
                "serinus: the command is written; waiting for the controller's answer ...\n",
                "serinus: no controller has answered within 2.5s: is one running? The command stays on VirtualService "
                        + namespace + "/checkout until one does; kubectl -n " + namespace
                        + " annotate virtualservice checkout serinus.io/command- takes it back\n");
        assertThat(command()).isEqualTo("approve sign-off by alice: tested");
        assertFailed(
                serinus(alice, "skip", "checkout-v2-1"),
                "has not answered the command \"approve sign-off by alice: tested\" on VirtualService " + namespace
                        + "/checkout yet");

        // An abort waits for nobody.
        Invocation aborted = serinus(alice, "abort", "checkout-v2-1", "--no-wait", "-o", "json");
        assertThat(aborted).isEqualTo(new Invocation(0, """
                {
                  "namespace" : "%s",
                  "release" : "checkout-v2-1",
                  "virtualService" : "checkout",
                  "command" : "abort by alice",
                  "by" : "alice",
                  "followed" : null,
                  "answer" : null
                }
                """.formatted(namespace), ""));
        assertThat(command()).isEqualTo("abort by alice");
    }

    /** The command is written all the same. */
    @ParameterizedTest
    @CsvSource({
        "pause, pause by alice",
        "resume, resume by alice",
        "approve, approve by alice",
        "skip, skip by alice",
        "promote, promote by alice",
        "abort, abort by alice",
        "retry, retry by alice",
        "pause --output json, pause by alice"
    })
    void aResultThatIsLostIsNoGoodOne(String words, String written) throws IOException {
        kubectl("", "annotate", "virtualservice", "checkout", "serinus.io/command-");
        Invocation lost =
                LostOutputTest.withFullStandardOutput(arguments(alice, (words + " checkout --no-wait").split(" ")));
        assertThat(lost.exitCode()).as(lost.err()).isEqualTo(2);
        assertThat(lost.err().lines())
                .contains("serinus: the result cannot be written: standard output is closed or full");
        assertThat(command()).isEqualTo(written);
    }
}
