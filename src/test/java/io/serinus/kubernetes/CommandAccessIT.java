package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.serinus.release.AccessReview;
import io.serinus.release.AccessReview.Answer;
import io.serinus.release.Reading;
import io.serinus.release.ReleaseId;
import io.serinus.testbed.KubeApiServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may command and read is decided by the cluster's RBAC, asked under exactly the rights that deploy/rbac.yaml gives. */
@ExtendWith(KubeApiServer.class)
class CommandAccessIT {
    private final KubeApiServer api;
    private final String namespace;
    private final ReleaseId release;
    private final KubernetesClient serinus;
    private final AccessReview review;

    CommandAccessIT(KubeApiServer api) {
        this.api = api;
        namespace = api.namespace();
        release = new ReleaseId(namespace, "shop-v2-1");
        kubectl("apply", "-f", "deploy/rbac.yaml", "-f", "deploy/operators.yaml");
        serinus = api.clientWith(api.serviceAccountToken("serinus-system", "serinus"));
        review = new KubernetesAccessReview(serinus);
    }

    @AfterEach
    void close() {
        serinus.close();
    }

    private void kubectl(String... arguments) {
        var result = api.kubectl(arguments);
        assertThat(result.exitCode()).as(result.stderr()).isZero();
    }

    private void bind(String role, String account, String... further) {
        var arguments = new ArrayList<>(List.of(
                "-n", namespace, "create", "rolebinding", account, "--serviceaccount=" + namespace + ":" + account));
        arguments.add(role);
        arguments.addAll(List.of(further));
        kubectl(arguments.toArray(String[]::new));
    }

    private String user(String account) {
        return "system:serviceaccount:" + namespace + ":" + account;
    }

    @Test
    void anOperatorMayInTheNamespaceOfTheBindingOnly() {
        String token = api.serviceAccountToken(namespace, "operator");
        bind("--clusterrole=serinus-operator", "operator");

        assertThat(review.review(token, release)).isEqualTo(new Answer.Allowed(user("operator")));
        assertThat(review.review(token, new ReleaseId("default", "shop-v2-1")))
                .isInstanceOfSatisfying(
                        Answer.Denied.class,
                        denied -> assertThat(denied.sentence())
                                .contains(user("operator"), "update canaryreleases/commands", "in namespace default"));
    }

    @Test
    void aRoleMayNameSingleReleases() {
        String token = api.serviceAccountToken(namespace, "one");
        kubectl(
                "-n",
                namespace,
                "create",
                "role",
                "one",
                "--verb=update",
                "--resource=canaryreleases.serinus.io/commands",
                "--resource-name=shop-v2-1");
        bind("--role=one", "one");

        assertThat(review.review(token, release)).isInstanceOf(Answer.Allowed.class);
        assertThat(review.review(token, new ReleaseId(namespace, "shop-v2-2"))).isInstanceOf(Answer.Denied.class);
    }

    @Test
    void whoeverMayOnlyReadOrWriteTheStatusMayNotCommand() {
        String stranger = api.serviceAccountToken(namespace, "stranger");
        assertThat(review.review(stranger, release)).isInstanceOf(Answer.Denied.class);

        String reader = api.serviceAccountToken(namespace, "reader");
        bind("--clusterrole=serinus-operator-kubectl", "reader");
        assertThat(review.review(reader, release)).isInstanceOf(Answer.Denied.class);
    }

    @Test
    void aViewerMaySeeTheReleasesOfTheNamespaceOfTheBindingOnly() {
        String token = api.serviceAccountToken(namespace, "viewer");
        bind("--clusterrole=serinus-viewer", "viewer");
        var allowed = new Answer.Allowed(user("viewer"));

        assertThat(review.reviewReading(token, Reading.of(namespace))).isEqualTo(allowed);
        assertThat(review.reviewReading(token, Reading.of(namespace, "shop-v2-1")))
                .isEqualTo(allowed);
        assertThat(review.review(token, release)).isInstanceOf(Answer.Denied.class);
        assertThat(review.reviewReading(token, Reading.of("default")))
                .isInstanceOfSatisfying(
                        Answer.Denied.class,
                        denied -> assertThat(denied.sentence())
                                .contains(user("viewer"), "list canaryreleases", "in namespace default"));
        assertThat(review.reviewReading(token, Reading.ALL))
                .isInstanceOfSatisfying(
                        Answer.Denied.class,
                        denied -> assertThat(denied.sentence()).contains("in all namespaces"));
    }

    @Test
    void whoeverMayListEverywhereMaySeeAll() {
        String token = api.serviceAccountToken(namespace, "dashboards");
        kubectl(
                "create",
                "clusterrolebinding",
                "dashboards-" + namespace,
                "--clusterrole=serinus-viewer",
                "--serviceaccount=" + namespace + ":dashboards");

        for (Reading reading : List.of(Reading.ALL, Reading.of(namespace), Reading.of("default", "any"))) {
            assertThat(review.reviewReading(token, reading)).isInstanceOf(Answer.Allowed.class);
        }
    }

    @Test
    void aRoleMayLetSomebodySeeSingleReleases() {
        String token = api.serviceAccountToken(namespace, "see-one");
        kubectl(
                "-n",
                namespace,
                "create",
                "role",
                "see-one",
                "--verb=get",
                "--resource=canaryreleases.serinus.io",
                "--resource-name=shop-v2-1");
        bind("--role=see-one", "see-one");

        assertThat(review.reviewReading(token, Reading.of(namespace, "shop-v2-1")))
                .isInstanceOf(Answer.Allowed.class);
        assertThat(review.reviewReading(token, Reading.of(namespace, "shop-v2-2")))
                .isInstanceOf(Answer.Denied.class);
        assertThat(review.reviewReading(token, Reading.of(namespace))).isInstanceOf(Answer.Denied.class);
    }

    @Test
    void nobodyReadsByNoTokenOrAWrongOne() {
        for (String token : List.of("", "eyJ.wrong.token", api.serviceAccountToken(namespace, "viewer") + "x")) {
            assertThat(review.reviewReading(token, Reading.of(namespace))).isInstanceOf(Answer.Unknown.class);
        }
        String stranger = api.serviceAccountToken(namespace, "no-reader");
        assertThat(review.reviewReading(stranger, Reading.of(namespace))).isInstanceOf(Answer.Denied.class);
    }

    @Test
    void nobodyIsKnownByNoTokenOrAWrongOne() {
        assertThat(review.review("", release))
                .isInstanceOfSatisfying(
                        Answer.Unknown.class,
                        unknown -> assertThat(unknown.sentence()).contains("Authorization: Bearer"));
        assertThat(review.review("eyJ.wrong.token", release)).isInstanceOf(Answer.Unknown.class);
        String token = api.serviceAccountToken(namespace, "operator");
        assertThat(review.review(token + "x", release)).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void saysThatNobodyCanBeAskedWithoutTheRight() {
        try (KubernetesClient powerless = api.clientWith(api.serviceAccountToken(namespace, "powerless"))) {
            assertThat(new KubernetesAccessReview(powerless)
                            .review(api.serviceAccountToken(namespace, "operator"), release))
                    .isInstanceOf(Answer.Unanswered.class);
        }
    }
}
