package io.serinus;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;

/** The design's walls: which package may know what. */
@AnalyzeClasses(packages = "io.serinus", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] CORE = {
        "io.serinus.stats..",
        "io.serinus.metric..",
        "io.serinus.template..",
        "io.serinus.analysis..",
        "io.serinus.routing..",
        "io.serinus.release..",
        "io.serinus.kayenta.."
    };

    private static final String[] ADAPTERS = {
        "io.serinus.prometheus..",
        "io.serinus.kubernetes..",
        "io.serinus.catalog..",
        "io.serinus.report..",
        "io.serinus.telemetry..",
        "io.serinus.notify..",
        "io.serinus.simulation.."
    };

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_ONLY_ITSELF_AND_THE_JDK = classes()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(CORE)
                    .or(resideInAnyPackage("java..", "org.jspecify..", "org.apache.commons.statistics..")));

    @ArchTest
    static final ArchRule COMMONS_STATISTICS_STAYS_IN_STATS =
            onlyIn("org.apache.commons.statistics..", "io.serinus.stats..", "io.serinus.kayenta..");

    @ArchTest
    static final ArchRule STATS_KNOWS_NOBODY = core("stats");

    @ArchTest
    static final ArchRule METRIC_KNOWS_NOBODY = core("metric");

    @ArchTest
    static final ArchRule ROUTING_KNOWS_NOBODY = core("routing");

    @ArchTest
    static final ArchRule TEMPLATE_KNOWS_METRIC = core("template", "metric");

    @ArchTest
    static final ArchRule ANALYSIS_KNOWS_STATS_METRIC_TEMPLATE = core("analysis", "stats", "metric", "template");

    @ArchTest
    static final ArchRule RELEASE_KNOWS_NO_STATS = core("release", "metric", "template", "analysis", "routing");

    @ArchTest
    static final ArchRule KAYENTA_KNOWS_NOBODY = core("kayenta");

    @ArchTest
    static final ArchRule KAYENTA_IS_FOR_OFFLINE_JUDGING_ONLY = noClasses()
            .that()
            .resideOutsideOfPackages("io.serinus.kayenta..", "io.serinus.offline..", "io.serinus.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.serinus.kayenta..");

    @ArchTest
    static final ArchRule OFFLINE_READS_FILES_FOR_THE_CORE = classes()
            .that()
            .resideInAPackage("io.serinus.offline..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(CORE)
                    .or(resideInAnyPackage(
                            "io.serinus.offline..",
                            "io.serinus.catalog..",
                            "java..",
                            "org.jspecify..",
                            "com.fasterxml.jackson..")));

    @ArchTest
    static final ArchRule THE_CORE_HAS_NO_CLOCK_NO_THREADS_AND_NO_CHANCE = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Random.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..", "java.util.logging..", "java.io..", "java.net..");

    @ArchTest
    static final ArchRule ADAPTERS_DO_NOT_KNOW_EACH_OTHER = slices().matching("io.serinus.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(resideOutsideOfPackages(ADAPTERS), resideInAnyPackage("io.serinus.."))
            .ignoreDependency(resideInAnyPackage("io.serinus.."), resideInAnyPackage(CORE));

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.serinus.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_CONTROLLER_KNOWS_ONLY_THE_CORE = classes()
            .that()
            .resideInAPackage("io.serinus.controller..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(CORE)
                    .or(resideInAnyPackage(
                            "io.serinus.controller..", "java..", "org.jspecify..", "org.jboss.logging..")));

    @ArchTest
    static final ArchRule FABRIC8_STAYS_IN_KUBERNETES = onlyIn("io.fabric8..", "io.serinus", "io.serinus.kubernetes..");

    @ArchTest
    static final ArchRule REST_STAYS_AT_THE_FRONT =
            onlyIn("jakarta.ws.rs..", "io.serinus.report..", "io.serinus.telemetry..");

    @ArchTest
    static final ArchRule THE_METRICS_CLIENT_STAYS_IN_TELEMETRY = onlyIn("io.prometheus..", "io.serinus.telemetry..");

    @ArchTest
    static final ArchRule ONLY_CONFIG_READS_CONFIGURATION = onlyIn("io.smallrye.config..", "io.serinus.config..");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_THING_IS =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)");

    @ArchTest
    static final ArchRule FIELDS_ARE_NOT_INJECTED = fields().should().notBeAnnotatedWith("jakarta.inject.Inject");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS = classes()
            .that()
            .resideOutsideOfPackages("io.serinus", "io.serinus.cli..")
            .should(ArchConditions.not(GeneralCodingRules.ACCESS_STANDARD_STREAMS));

    /** A package of the core may know the named ones of the core besides itself. */
    private static ArchRule core(String name, String... known) {
        var allowed = new String[known.length + 1];
        allowed[0] = "io.serinus." + name + "..";
        for (int i = 0; i < known.length; i++) {
            allowed[i + 1] = "io.serinus." + known[i] + "..";
        }
        return classes()
                .that()
                .resideInAPackage(allowed[0])
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(resideOutsideOfPackages("io.serinus..")));
    }

    private static ArchRule onlyIn(String library, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }
}
