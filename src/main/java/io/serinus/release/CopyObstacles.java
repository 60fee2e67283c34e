package io.serinus.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Why a baseline cannot be copied, one sentence for each reason. */
final class CopyObstacles {
    private static final String OTHERWISE = ", or use a template without baselineCopy.";

    private final CopySpec.Source source;
    private final List<String> sentences = new ArrayList<>();

    private CopyObstacles(CopySpec.Source source) {
        this.source = source;
    }

    static List<String> of(CopySpec.Source source) {
        var obstacles = new CopyObstacles(source);
        obstacles.service();
        if (source.deployments().size() == 1) {
            obstacles.deployment(source.deployments().getFirst());
        } else {
            obstacles.notOne();
        }
        if (source.replicas() < 1) {
            obstacles.sentences.add("The canary's Deployments ask for " + source.replicas()
                    + " replicas together, expected at least 1: a copy of the baseline gets as many. Scale the canary up"
                    + OTHERWISE);
        }
        return obstacles.sentences;
    }

    private void service() {
        String name = "Service " + named(source.service());
        if (!source.release()
                .namespace()
                .equals(Json.textAt(source.service(), "metadata", "namespace").orElse(""))) {
            sentences.add(name + ": it is in another namespace than the release " + source.release()
                    + ", expected the same: a copy of the baseline belongs to the release, and an owner and what it owns share"
                    + " a namespace. Put the VirtualService beside the Service" + OTHERWISE);
        }
        if (Json.objectsAt(source.service(), "spec", "ports").isEmpty()) {
            sentences.add(
                    name + ": spec.ports is empty, expected the ports by which the copy is to be reached. Name them"
                            + OTHERWISE);
        }
    }

    private void notOne() {
        List<Map<String, Object>> found = source.deployments();
        sentences.add("The pods of the baseline " + source.baseline() + " belong to "
                + (found.isEmpty()
                        ? "no Deployment"
                        : found.size() + " Deployments, "
                                + found.stream()
                                        .map(CopyObstacles::named)
                                        .sorted()
                                        .collect(Collectors.joining(", ")))
                + ", expected one: it is what is copied. Run the baseline as one Deployment" + OTHERWISE);
    }

    private void deployment(Map<String, Object> deployment) {
        String name = "Deployment " + named(deployment) + ": ";
        if (!source.release()
                .namespace()
                .equals(Json.textAt(deployment, "metadata", "namespace").orElse(""))) {
            sentences.add(name + "it is in another namespace than the release " + source.release()
                    + ", expected the same" + OTHERWISE);
        }
        boolean isRecreated = Json.textAt(deployment, "spec", "strategy", "type")
                .filter("Recreate"::equals)
                .isPresent();
        if (isRecreated && Json.numberAt(deployment, "spec", "replicas").orElse(1) <= 1) {
            sentences.add(name
                    + "spec.strategy.type is \"Recreate\" and spec.replicas is 1, expected something that may run"
                    + " twice: this looks as if it must not. Choose the strategy RollingUpdate if it may" + OTHERWISE);
        }
        Map<String, Object> pod = Json.objectAt(deployment, "spec", "template", "spec");
        if (Boolean.TRUE.equals(pod.get("hostNetwork"))) {
            sentences.add(
                    name + "spec.template.spec.hostNetwork is true, expected false: the copy's pods would take the same"
                            + " ports of the nodes. Leave it out" + OTHERWISE);
        }
        volumes(name, pod);
        for (String list : List.of("initContainers", "containers")) {
            hostPorts(name, pod, list);
        }
    }

    private void volumes(String name, Map<String, Object> pod) {
        List<Map<String, Object>> volumes = Json.objectsAt(pod, "volumes");
        for (int i = 0; i < volumes.size(); i++) {
            Map<String, Object> claim = Json.objectAt(volumes.get(i), "persistentVolumeClaim");
            if (volumes.get(i).containsKey("persistentVolumeClaim")) {
                sentences.add(name + "spec.template.spec.volumes[" + i + "].persistentVolumeClaim.claimName is \""
                        + Json.textAt(claim, "claimName").orElse("")
                        + "\", expected no claim: the copy's pods would write to the volume of the baseline's, or wait for it"
                        + " in vain. Keep the data elsewhere" + OTHERWISE);
            }
        }
    }

    private void hostPorts(String name, Map<String, Object> pod, String list) {
        List<Map<String, Object>> containers = Json.objectsAt(pod, list);
        for (int i = 0; i < containers.size(); i++) {
            List<Map<String, Object>> ports = Json.objectsAt(containers.get(i), "ports");
            for (int j = 0; j < ports.size(); j++) {
                Object hostPort = ports.get(j).get("hostPort");
                if (hostPort != null && !Objects.equals(hostPort, 0)) {
                    sentences.add(
                            name + "spec.template.spec." + list + "[" + i + "].ports[" + j + "].hostPort is " + hostPort
                                    + ", expected none: a copy's pod could not run on a node with one of the baseline's. Leave it out"
                                    + OTHERWISE);
                }
            }
        }
    }

    private static String named(Map<String, Object> tree) {
        return Json.textAt(tree, "metadata", "namespace").orElse("") + "/"
                + Json.textAt(tree, "metadata", "name").orElse("");
    }
}
