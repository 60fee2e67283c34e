package io.serinus.controller;

import io.serinus.metric.Backends;
import io.serinus.release.Copies;
import io.serinus.release.HookDesk;
import io.serinus.release.Journal;
import io.serinus.release.Outbox;
import io.serinus.release.ReleaseStore;
import io.serinus.release.Scaling;
import io.serinus.release.WorkloadView;
import io.serinus.routing.MeshView;
import io.serinus.routing.Router;
import io.serinus.template.TemplateCatalog;
import java.util.function.BooleanSupplier;

/**
 * The world as the loop sees it.
 *
 * @param backends where the numbers come from that releases are judged by
 * @param workloads the pods of the versions that are compared
 * @param scaling the Deployments of versions that have lost
 * @param copies copies of baselines, for releases that compare with one
 * @param mayWrite whether this process leads; asked before every write
 */
public record Ports(
        Backends backends,
        MeshView mesh,
        WorkloadView workloads,
        Router router,
        ReleaseStore releases,
        TemplateCatalog templates,
        Journal journal,
        HookDesk hooks,
        Outbox outbox,
        Scaling scaling,
        Copies copies,
        BooleanSupplier mayWrite) {}
