package io.serinus.report;

import java.util.Map;

/** The report, for those only whom the cluster lets read it. */
public class AuthenticatedProfile extends ReportProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("serinus.report.access", "authenticated");
    }
}
