package io.serinus.kubernetes;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** Our own kinds, as the API server knows them. */
final class CustomResources {
    static final String GROUP = "serinus.io";
    static final String VERSION = "v1alpha1";
    static final String API_VERSION = GROUP + "/" + VERSION;
    static final String CANARY_RELEASE = "CanaryRelease";

    static final ResourceDefinitionContext CANARY_RELEASES = context(CANARY_RELEASE, "canaryreleases");
    static final ResourceDefinitionContext ANALYSIS_TEMPLATES = context("AnalysisTemplate", "analysistemplates");

    private CustomResources() {}

    private static ResourceDefinitionContext context(String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(GROUP)
                .withVersion(VERSION)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }
}
