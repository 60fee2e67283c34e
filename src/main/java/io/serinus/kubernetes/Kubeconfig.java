package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a person's cluster is and who they are there, as kubectl finds it.
 *
 * @param context empty in a pod, where there is no kubeconfig
 */
record Kubeconfig(Config config, Optional<NamedContext> context) {

    /**
     * Reads the kubeconfig.
     *
     * @param file empty for those that {@code KUBECONFIG} names, or else {@code ~/.kube/config}
     * @param context empty for the current one
     * @throws ClusterException if there is no such file or context
     */
    static Kubeconfig read(Optional<Path> file, Optional<String> context) throws ClusterException {
        List<Path> files = file.map(List::of)
                .orElseGet(() ->
                        Config.getKubeconfigFilenames().stream().map(Path::of).toList());
        String names = files.stream().map(Path::toString).collect(Collectors.joining(", "));
        if (files.stream().noneMatch(Files::isRegularFile)) {
            if (file.isEmpty() && context.isEmpty() && isInPod()) {
                return new Kubeconfig(Config.autoConfigure(null), Optional.empty());
            }
            throw new ClusterException("there is no kubeconfig " + names
                    + ", expected the file by which kubectl finds the cluster; name it by --kubeconfig or KUBECONFIG");
        }
        Config config = config(file, context.orElse(null), names);
        return new Kubeconfig(config, Optional.of(context(config, context, names)));
    }

    /**
     * Stops whoever would otherwise go to another cluster, or to none: a kubeconfig that is named has to be one.
     *
     * @param named the value of {@code KUBECONFIG}; empty if it is not set, and then anything goes
     * @throws ClusterException if none of the files is there, or one that is cannot be read
     */
    static void requireReadable(Optional<String> named) throws ClusterException {
        List<Path> files = named.stream()
                .flatMap(names -> Stream.of(names.split(File.pathSeparator)))
                .filter(name -> !name.isBlank())
                .map(Path::of)
                .toList();
        List<Path> present = files.stream().filter(Files::isRegularFile).toList();
        if (!files.isEmpty() && present.isEmpty()) {
            throw new ClusterException("there is no kubeconfig "
                    + files.stream().map(Path::toString).collect(Collectors.joining(", "))
                    + ", expected the file by which kubectl finds the cluster; name it by KUBECONFIG");
        }
        for (Path file : present) {
            config(Optional.of(file), null, file.toString());
        }
    }

    private static Config config(Optional<Path> file, @Nullable String context, String names) throws ClusterException {
        try {
            return file.isPresent()
                    ? Config.fromKubeconfig(context, file.get().toFile())
                    : Config.autoConfigure(context);
        } catch (RuntimeException e) {
            throw new ClusterException(
                    "kubeconfig " + names
                            + " cannot be read, expected a file that kubectl understands; kubectl config view says more",
                    e);
        }
    }

    /** The client takes the current one where there is none of the name: that would be another cluster. */
    private static NamedContext context(Config config, Optional<String> wanted, String names) throws ClusterException {
        List<NamedContext> known = Objects.requireNonNullElse(config.getContexts(), List.of());
        Optional<NamedContext> current = Optional.ofNullable(config.getCurrentContext())
                .filter(found -> found.getContext() != null)
                .filter(found -> wanted.isEmpty() || wanted.get().equals(found.getName()));
        if (current.isPresent()) {
            return current.get();
        }
        String expected = known.isEmpty()
                ? "but kubeconfig " + names + " has no contexts"
                : "expected one of "
                        + known.stream().map(NamedContext::getName).sorted().collect(Collectors.joining(", "));
        throw new ClusterException(wanted.map(name -> "--context is \"" + name + "\", " + expected)
                .orElseGet(
                        () -> "kubeconfig " + names + " has no current context; name one by --context, " + expected));
    }

    private static boolean isInPod() {
        return System.getenv("KUBERNETES_SERVICE_HOST") != null
                && Files.isRegularFile(Path.of(Config.KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH));
    }

    /** The namespace that is meant where none is named. */
    String namespace() {
        return Optional.ofNullable(config.getNamespace())
                .filter(name -> !name.isBlank())
                .orElse("default");
    }

    /** As the kubeconfig calls the person; empty if it does not. */
    String user() {
        return context.map(found -> found.getContext().getUser()).orElse("");
    }

    /** What is asked, for the beginning of a sentence. */
    String where() {
        return "the API server " + config.getMasterUrl()
                + context.map(found -> " of context " + found.getName()).orElse("");
    }
}
