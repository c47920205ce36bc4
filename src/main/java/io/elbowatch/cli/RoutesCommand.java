package io.elbowatch.cli;

import io.elbowatch.routes.PlanSpec;
import io.elbowatch.routes.RouteTable.Match;
import io.elbowatch.settings.Settings;
import io.elbowatch.stream.control.PlanInForce;
import io.elbowatch.stream.control.PublishedPlan;
import io.elbowatch.stream.control.SettingsPublisher;
import io.elbowatch.stream.wire.PlanFile;
import io.elbowatch.stream.wire.PlanRecord;
import io.elbowatch.stream.wire.SettingsJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks, publishes and prints routes. */
@Command(
        name = "routes",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says which bundle scores which images, checks a file of routes, publishes it, or prints the plan that is"
                    + " in force.",
            "--check needs no cluster. It says for each KEY which bundle its images get, and why.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch routes --check routes.yaml camera-7 line-2/left",
            "  elbowatch routes --check routes.yaml camera-7 --topic images-b --header boards",
            "  elbowatch routes --publish routes.yaml --wait --bootstrap-servers kafka:9092",
            "  elbowatch routes --bootstrap-servers kafka:9092",
            "      prints the plan that is in force, as a record of the settings topic",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:checked, and every key gets a bundle; or published or printed",
            "1:a key gets no bundle; or refused, or with --wait not in force on all instances",
            "2:the file, the command line or a setting is wrong"
        })
final class RoutesCommand extends PlanCommand {
    @Option(names = "--check", paramLabel = "FILE", description = "Check the routes in this file.")
    private Optional<Path> check;

    @Option(names = "--publish", paramLabel = "FILE", description = "Publish the routes in this file.")
    private Optional<Path> publish;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "images",
            description = "Topic of the images that --check asks about (default: ${DEFAULT-VALUE}).")
    private String topic;

    @Option(
            names = "--header",
            paramLabel = "VALUE",
            description = "Header of the images that --check asks about; it names a bundle.")
    private Optional<String> header;

    @Parameters(arity = "0..*", paramLabel = "KEY", description = "Keys of images, for --check.")
    private List<String> keys = List.of();

    RoutesCommand() {
        super(SettingsFlags.none());
    }

    @Override
    public Integer call() {
        if (check.isPresent() && publish.isPresent()) {
            throw usage("give --check or --publish, not both");
        }
        if (check.isPresent()) {
            return check(PlanFile.read(check.get()).plan());
        }
        if (!keys.isEmpty() || header.isPresent()) {
            throw usage("keys and --header belong to --check");
        }
        Settings given = settings(TOPICS, Map.of());
        if (publish.isPresent()) {
            PlanSpec plan = PlanFile.read(publish.get()).plan();
            new SettingsPublisher(given.stream()).requireTopic();
            PlanInForce before = inForce(given, PublishedPlan.read(given.stream()));
            return publish(given, before.plan().map(PlanRecord::plan), plan);
        }
        PlanRecord record = requirePlan(inForce(given, PublishedPlan.read(given.stream())));
        print(new String(SettingsJson.write(record), StandardCharsets.UTF_8));
        return ExitCodes.DONE;
    }

    private int check(PlanSpec plan) {
        print(plan.routes().routes().size() + " routes, " + plan.bundles().size() + " bundles: valid");
        boolean all = true;
        for (String key : keys) {
            Optional<Match> match = plan.routes().find(key, topic, header);
            all &= match.isPresent();
            print(match.map(found -> key + "  " + found.bundle()
                            + found.shadow()
                                    .map(shadow -> " (shadow " + shadow + ")")
                                    .orElse("") + "  " + found.why())
                    .orElse(key + "  rejected with reason no_model: "
                            + (header.isPresent() ? "the header names no bundle of the plan" : "no route fits")));
        }
        return all ? ExitCodes.DONE : ExitCodes.REFUSED;
    }
}
