package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Predicate;

/** Passes on that an object changed which matters, before or after. */
record Changes(Predicate<GenericKubernetesResource> matters, Runnable changed)
        implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource added) {
        if (matters.test(added)) {
            changed.run();
        }
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
        if (matters.test(before) || matters.test(after)) {
            changed.run();
        }
    }

    @Override
    public void onDelete(GenericKubernetesResource deleted, boolean finalStateUnknown) {
        if (matters.test(deleted)) {
            changed.run();
        }
    }
}
