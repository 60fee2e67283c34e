package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The version of Istio's networking API that the cluster serves.
 *
 * @param version {@code v1}, {@code v1beta1} or {@code v1alpha3}
 */
public record IstioApi(String version) {
    private static final String GROUP = "networking.istio.io";

    /** The versions whose VirtualServices and DestinationRules mean the same, newest first. */
    private static final List<String> KNOWN = List.of("v1", "v1beta1", "v1alpha3");

    private static final Set<String> PLURALS = Set.of("virtualservices", "destinationrules");

    public IstioApi {
        if (!KNOWN.contains(version)) {
            throw new IllegalArgumentException(
                    "the version of " + GROUP + " is \"" + version + "\", expected one of " + KNOWN);
        }
    }

    /**
     * Asks the API server: its preferred version where that is a known one with both resources, else the newest such.
     *
     * @throws IllegalStateException if there is none; the message says what is served and what to install
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server does not answer
     */
    public static IstioApi discover(KubernetesClient client) {
        KubernetesClient timeBoxed = TimeBox.around(client);
        APIGroup group = timeBoxed.getApiGroup(GROUP);
        if (group == null) {
            throw new IllegalStateException("The cluster does not serve the API group " + GROUP
                    + ". Install Istio's CustomResourceDefinitions (istioctl install, or the chart istio/base).");
        }
        List<String> served = served(group);
        for (String candidate : inOrderOfPreference(group)) {
            if (served.contains(candidate) && servesBoth(timeBoxed, candidate)) {
                return new IstioApi(candidate);
            }
        }
        throw new IllegalStateException("The cluster serves " + GROUP + " in " + served
                + ", but VirtualServices and DestinationRules together in none of " + KNOWN
                + ". Install the CustomResourceDefinitions of Istio 1.5 or newer.");
    }

    ResourceDefinitionContext virtualServices() {
        return context("VirtualService", "virtualservices");
    }

    ResourceDefinitionContext destinationRules() {
        return context("DestinationRule", "destinationrules");
    }

    /** As in {@code apiVersion}. */
    String groupVersion() {
        return GROUP + "/" + version;
    }

    private ResourceDefinitionContext context(String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(GROUP)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    private static List<String> inOrderOfPreference(APIGroup group) {
        var versions = new LinkedHashSet<String>();
        GroupVersionForDiscovery preferred = group.getPreferredVersion();
        if (preferred != null && KNOWN.contains(preferred.getVersion())) {
            versions.add(preferred.getVersion());
        }
        versions.addAll(KNOWN);
        return new ArrayList<>(versions);
    }

    private static List<String> served(APIGroup group) {
        return group.getVersions().stream()
                .map(GroupVersionForDiscovery::getVersion)
                .toList();
    }

    private static boolean servesBoth(KubernetesClient client, String version) {
        APIResourceList resources = client.getApiResources(GROUP + "/" + version);
        return resources != null
                && resources.getResources().stream()
                        .map(APIResource::getName)
                        .collect(Collectors.toSet())
                        .containsAll(PLURALS);
    }
}
