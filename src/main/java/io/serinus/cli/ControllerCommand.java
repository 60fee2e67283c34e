package io.serinus.cli;

import io.quarkus.runtime.Quarkus;
import io.serinus.ControllerApplication;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;

@Command(
        name = "controller",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the controller: watches VirtualServices for the annotation serinus.io/release, judges each canary on its "
                    + "request counts in Prometheus, and shifts the weights.",
            "",
            "It finds the cluster as kubectl does (KUBECONFIG, ~/.kube/config) or, in a pod, by its service account. "
                    + "Every option is an environment variable or a system property; docs/configuration.md lists them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  SERINUS_PROMETHEUS_URL=http://localhost:9090 serinus controller",
            "  SERINUS_NAMESPACES=shop,pay serinus controller"
        })
final class ControllerCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        var exitCode = new AtomicInteger();
        Quarkus.run(ControllerApplication.class, (code, failure) -> exitCode.set(Started.exitCode(code, failure)));
        return exitCode.get();
    }
}
