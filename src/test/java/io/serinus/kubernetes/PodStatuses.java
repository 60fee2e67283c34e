package io.serinus.kubernetes;

/** Statuses as a kubelet and the Deployment controller write them; the one pod that they belong to is two containers big. */
final class PodStatuses {
    static final String RUNNING_PROXY = """
            - name: istio-proxy
              image: docker.io/istio/proxyv2:1.24.1
              imageID: docker.io/istio/proxyv2@sha256:2b
              containerID: containerd://77
              ready: true
              started: true
              restartCount: 0
              state: {running: {startedAt: "2026-03-01T10:00:03Z"}}
              lastState: {}
            """;

    static final String RUNNING_APP = """
            - name: app
              image: registry.example/checkout:2
              imageID: registry.example/checkout@sha256:9f
              containerID: containerd://88
              ready: true
              started: true
              restartCount: 0
              state: {running: {startedAt: "2026-03-01T10:00:02Z"}}
              lastState: {}
            """;

    static final String READY = conditions("True", "", "2026-03-01T10:00:20Z") + containers(RUNNING_APP, RUNNING_PROXY);

    /** The back-off between two crashes. */
    static final String CRASH_LOOP = conditions("False", "app", "2026-03-01T10:20:00Z")
            + containers(crashed("Error", 1, 5, "2026-03-01T10:30:05Z", """
                    waiting:
                          reason: CrashLoopBackOff
                          message: 'back-off 2m40s restarting failed container=app pod=checkout-v2-7d9c-x2x_shop(0b1c)'
                    """), RUNNING_PROXY);

    static final String CRASH_LOOP_BY_MEMORY =
            CRASH_LOOP.replace("reason: Error", "reason: OOMKilled").replace("exitCode: 1", "exitCode: 137");

    /** The moment after a crash, before the back-off. */
    static final String JUST_CRASHED =
            conditions("False", "app", "2026-03-01T10:30:05Z") + containers("""
                    - name: app
                      image: registry.example/checkout:2
                      ready: false
                      started: false
                      restartCount: 1
                      state:
                        terminated: {exitCode: 1, reason: Error, startedAt: "2026-03-01T10:30:01Z", finishedAt: "2026-03-01T10:30:05Z"}
                    """, RUNNING_PROXY);

    /** Run once more after a crash, for the time being. */
    static final String RUNNING_AGAIN = conditions("False", "app", "2026-03-01T10:20:00Z")
            + containers(
                    crashed("Error", 1, 3, "2026-03-01T10:30:05Z", "running: {startedAt: \"2026-03-01T10:30:45Z\"}"),
                    RUNNING_PROXY);

    /** Killed once, and as well as ever since. */
    static final String KILLED_ONCE = conditions("True", "", "2026-03-01T10:31:00Z")
            + containers(
                    crashed(
                                    "OOMKilled",
                                    137,
                                    1,
                                    "2026-03-01T10:30:05Z",
                                    "running: {startedAt: \"2026-03-01T10:30:06Z\"}")
                            .replace("ready: false", "ready: true"),
                    RUNNING_PROXY);

    static final String IMAGE_PULL_BACK_OFF =
            waiting("ImagePullBackOff", "Back-off pulling image \"registry.example/checkout:2\"");

    static final String ERR_IMAGE_PULL = waiting(
            "ErrImagePull",
            "rpc error: code = NotFound desc = failed to pull and unpack image \"registry.example/checkout:2\"");

    static final String INVALID_IMAGE_NAME = waiting(
            "InvalidImageName",
            "Failed to apply default image tag \"registry.example/checkout:2\": couldn't parse image reference");

    static final String NO_CONFIG = waiting("CreateContainerConfigError", "configmap \"checkout\" not found");

    static final String CREATING = waiting("ContainerCreating", "");

    /** The readiness probe fails; it passed before. */
    static final String LOST_READINESS = conditions("False", "app", "2026-03-01T10:40:00Z")
            + containers(RUNNING_APP.replace("ready: true", "ready: false"), RUNNING_PROXY);

    static final String LOST_READINESS_OF_PROXY = conditions("False", "istio-proxy", "2026-03-01T10:40:00Z")
            + containers(RUNNING_APP, RUNNING_PROXY.replace("ready: true", "ready: false"));

    /** The readiness probe has not passed yet. */
    static final String STARTING = conditions("False", "app", "2026-03-01T10:00:00Z")
            + containers(RUNNING_APP.replace("ready: true", "ready: false"), RUNNING_PROXY);

    static final String UNSCHEDULABLE = """
              phase: Pending
              qosClass: Burstable
              conditions:
              - type: PodScheduled
                status: "False"
                reason: Unschedulable
                message: '0/3 nodes are available: 3 Insufficient cpu.'
                lastProbeTime: null
                lastTransitionTime: "2026-03-01T10:00:00Z"
            """;

    static final String EVICTED = """
              phase: Failed
              reason: Evicted
              message: 'The node was low on resource: memory. Container app was using 1Gi, which exceeds its request of 0.'
              startTime: "2026-03-01T10:00:00Z"
            """;

    /** The first of two init containers crashes; nothing else has begun. */
    static final String INIT_CRASH_LOOP = """
              phase: Pending
              conditions:
              - {type: Initialized, status: "False", reason: ContainersNotInitialized, message: 'containers with incomplete status: [migrate]', lastTransitionTime: "2026-03-01T10:00:00Z"}
              - {type: Ready, status: "False", reason: ContainersNotReady, message: 'containers with unready status: [app istio-proxy]', lastTransitionTime: "2026-03-01T10:00:00Z"}
              - {type: PodScheduled, status: "True", lastTransitionTime: "2026-03-01T10:00:00Z"}
              initContainerStatuses:
              - name: istio-init
                image: docker.io/istio/proxyv2:1.24.1
                ready: true
                restartCount: 0
                state: {terminated: {exitCode: 0, reason: Completed, startedAt: "2026-03-01T10:00:01Z", finishedAt: "2026-03-01T10:00:02Z"}}
              - name: migrate
                image: registry.example/migrate:2
                ready: false
                restartCount: 4
                state: {waiting: {reason: CrashLoopBackOff, message: 'back-off 1m20s restarting failed container=migrate'}}
                lastState: {terminated: {exitCode: 2, reason: Error, startedAt: "2026-03-01T10:01:01Z", finishedAt: "2026-03-01T10:01:02Z"}}
              containerStatuses:
              - {name: app, image: 'registry.example/checkout:2', ready: false, restartCount: 0, state: {waiting: {reason: PodInitializing}}}
              - {name: istio-proxy, image: 'docker.io/istio/proxyv2:1.24.1', ready: false, restartCount: 0, state: {waiting: {reason: PodInitializing}}}
            """;

    private PodStatuses() {}

    /** A pod of the Deployment checkout-v2, created at 10:00. */
    static String pod(String status) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: checkout-v2-7d9c-x2x
                  namespace: shop
                  creationTimestamp: "2026-03-01T10:00:00Z"
                  labels: {app: checkout, version: v2, pod-template-hash: 7d9c}
                  ownerReferences:
                  - {apiVersion: apps/v1, kind: ReplicaSet, name: checkout-v2-7d9c, uid: 0b, controller: true}
                spec:
                  containers:
                  - {name: app, image: 'registry.example/checkout:2'}
                  - {name: istio-proxy, image: 'docker.io/istio/proxyv2:1.24.1'}
                status:
                """ + status;
    }

    private static String conditions(String ready, String unready, String since) {
        String why = ready.equals("True")
                ? ""
                : ", reason: ContainersNotReady, message: 'containers with unready status: [" + unready + "]'";
        return """
                  phase: Running
                  startTime: "2026-03-01T10:00:00Z"
                  conditions:
                  - {type: Initialized, status: "True", lastTransitionTime: "2026-03-01T10:00:01Z"}
                  - {type: Ready, status: "%1$s", lastTransitionTime: "%2$s"%3$s}
                  - {type: ContainersReady, status: "%1$s", lastTransitionTime: "%2$s"%3$s}
                  - {type: PodScheduled, status: "True", lastTransitionTime: "2026-03-01T10:00:00Z"}
                """.formatted(ready, since, why);
    }

    private static String waiting(String reason, String message) {
        return conditions("False", "app", "2026-03-01T10:00:00Z").replace("phase: Running", "phase: Pending")
                + containers("""
                        - name: app
                          image: registry.example/checkout:2
                          imageID: ""
                          ready: false
                          started: false
                          restartCount: 0
                          state: {waiting: {reason: %s, message: '%s'}}
                          lastState: {}
                        """.formatted(reason, message.replace("'", "''")), RUNNING_PROXY);
    }

    private static String crashed(String reason, int exitCode, int restarts, String finished, String state) {
        return """
                - name: app
                  image: registry.example/checkout:2
                  ready: false
                  started: false
                  restartCount: %d
                  state:
                    %s
                  lastState:
                    terminated:
                      reason: %s
                      exitCode: %d
                      containerID: containerd://89
                      startedAt: "2026-03-01T10:30:01Z"
                      finishedAt: "%s"
                """.formatted(restarts, state.strip(), reason, exitCode, finished);
    }

    private static String containers(String... statuses) {
        return "  containerStatuses:\n" + String.join("", statuses).indent(2);
    }
}
