package io.serinus.report;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Set;

/** The report on a store in memory, without a cluster. */
public class ReportProfile implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(
                FakeReleaseStore.class,
                FakeAccessReview.class,
                FakeRouter.class,
                FakeMeshView.class,
                FakeTemplates.class,
                SetClock.class);
    }
}
