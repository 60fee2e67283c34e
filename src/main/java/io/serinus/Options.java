package io.serinus;

import io.serinus.catalog.TemplateFiles;
import io.serinus.config.SerinusConfig;
import io.serinus.controller.ControllerSettings;
import io.serinus.kubernetes.LeaderLease;
import io.serinus.notify.AllowedHosts;
import io.serinus.prometheus.PrometheusBackend;
import io.serinus.report.EventSettings;
import io.serinus.report.ReportAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The options as the rooms want them, all checked before anything starts. */
record Options(
        ControllerSettings controller,
        List<PrometheusBackend.Settings> backends,
        LeaderLease.Timing leader,
        Optional<Path> templates,
        AllowedHosts allowedHosts) {

    /**
     * The checked options.
     *
     * @throws IllegalArgumentException if any is wrong; the message names all that are
     */
    static Options of(SerinusConfig config) {
        var problems = new ArrayList<String>();
        var controller = checked(
                problems,
                "serinus",
                () -> new ControllerSettings(config.tick(), config.clusterDomain(), config.keptReleases()));
        var backends = BackendOptions.read(config, problems);
        var leader = checked(problems, "serinus.leader", () -> leader(config.leader()));
        Optional<Path> templates = config.templates().directory();
        templates
                .filter(directory -> !Files.isDirectory(directory) || !Files.isReadable(directory))
                .ifPresent(directory -> problems.add(
                        "serinus.templates: directory is " + directory + ", expected a directory that can be read"));
        var allowed = checked(
                problems,
                "serinus.hooks",
                () -> AllowedHosts.of(config.hooks().allowedHosts().orElse(List.of())));
        checked(problems, "serinus.events", () -> events(config.events()));
        checked(
                problems,
                "serinus.report",
                () -> ReportAccess.of(config.report().access()));
        if (controller == null || allowed == null || leader == null || !problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems) + ". See docs/configuration.md.");
        }
        return new Options(controller, backends, leader, templates, allowed);
    }

    static <T> @Nullable T checked(List<String> problems, String prefix, Supplier<T> group) {
        try {
            return group.get();
        } catch (IllegalArgumentException e) {
            problems.add(prefix + ": " + e.getMessage());
            return null;
        }
    }

    private static LeaderLease.Timing leader(SerinusConfig.Leader options) {
        return new LeaderLease.Timing(options.duration(), options.renewDeadline(), options.retryPeriod());
    }

    static EventSettings events(SerinusConfig.Events options) {
        return new EventSettings(options.clients());
    }

    /** The templates of this package and of the directory; the caller tells about the files with mistakes. */
    TemplateFiles templateFiles() {
        return TemplateFiles.load(templates);
    }
}
