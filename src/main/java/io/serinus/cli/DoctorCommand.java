package io.serinus.cli;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Looks at metrics backends. What talks to them is in {@link DoctorRun}: every start of the program makes one of this, and
 * must not load a client for it.
 */
@Command(
        name = "doctor",
        sortOptions = false,
        customSynopsis = {
            "serinus doctor [--backend NAME] [--service NAMESPACE/NAME]",
            "                      [--output FORMAT]",
            "       serinus doctor --prometheus URL [CONNECTION OPTIONS]",
            "                      [--service NAMESPACE/NAME] [--output FORMAT]"
        },
        description = {
            "Checks whether the metrics backends are good enough to judge releases by: reachable, of which kind, with Istio's"
                    + " metrics and labels, scraped often enough and once, clocks in time. Says what was seen and what to do.",
            "",
            "Without --prometheus it takes the controller's own options from the environment and system properties, so that"
                    + " in the controller's pod it checks what the controller uses. docs/doctor.md explains every check.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:there is no problem; there may be warnings",
            "1:there is one",
            "2:the command line or an option of the controller is not understood"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  serinus doctor",
            "  serinus doctor --prometheus http://localhost:9090 --service shop/checkout",
            "  serinus doctor --prometheus https://mimir.example.org/prometheus --tenant shop --bearer-token-file token"
        })
final class DoctorCommand extends ResultCommand {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "Only the backend of this name in the controller's options; default is that of"
                    + " serinus.prometheus.")
    @Nullable
    String backend;

    @Option(
            names = "--prometheus",
            paramLabel = "URL",
            description =
                    "The backend at this address, instead of those of the controller's options. The options below say"
                            + " how to get there.")
    @Nullable
    String prometheus;

    @Option(
            names = "--service",
            paramLabel = "NAMESPACE/NAME",
            description = "Look at the requests to this service only.")
    @Nullable
    String service;

    @Mixin
    OutputOption output = new OutputOption();

    @Mixin
    AccessOptions access = new AccessOptions();

    @Override
    int run(Console console) throws IOException, BadInputException {
        Map<String, String> given = access.given();
        if (prometheus == null && !given.isEmpty()) {
            throw console.misuse("--" + given.keySet().iterator().next().replaceFirst("s\\..*", "")
                    + " is given without --prometheus: say at which address");
        }
        if (prometheus != null && backend != null) {
            throw console.misuse("--backend is given beside --prometheus, expected one of them");
        }
        return DoctorRun.run(
                console,
                new DoctorRun.Wish(
                        Optional.ofNullable(backend),
                        Optional.ofNullable(prometheus),
                        given,
                        service(console),
                        output.format));
    }

    private Optional<DoctorRun.Service> service(Console console) {
        if (service == null) {
            return Optional.empty();
        }
        String[] parts = service.split("/", -1);
        if (parts.length != 2) {
            throw console.misuse("--service is \"" + service + "\", expected NAMESPACE/NAME, such as shop/checkout");
        }
        ManifestOptions.requireNamespace(console, "the namespace of --service", parts[0]);
        ManifestOptions.requireNamespace(console, "the name of --service", parts[1]);
        return Optional.of(new DoctorRun.Service(parts[0], parts[1]));
    }
}
