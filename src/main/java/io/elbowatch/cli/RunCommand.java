package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import io.elbowatch.service.LoadedModel;
import io.elbowatch.service.ScoringService;
import io.elbowatch.settings.Settings;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores the images of a topic until it is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Scores every image of a Kafka topic, until Ctrl-C or SIGTERM.",
            "Scores, anomalies and rejected images go to topics; metrics and health are served over HTTP. More instances with"
                    + " the same --application-id share the partitions.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch run --bundle boards --bootstrap-servers kafka:9092",
            "      the bundle model/bundles/boards against your cluster; the topics must exist",
            "  elbowatch run --bundle ./my-vae --alpha 0.01 --threads 2 --topics-create",
            "      your own bundle, one false alarm in a hundred normal images, two stream threads",
            "  elbowatch run --config production.properties --print-settings",
            "      shows what would be in force, and where each value comes from; secrets are masked",
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
    private static final long TICK_MILLIS = 200;

    private final SettingsFlags settings = SettingsFlags.all();
    private CommandSpec spec;

    @Option(names = "--print-settings", description = "Print the settings that are in force, and do nothing.")
    private boolean printSettings;

    @Spec
    void offerSettings(CommandSpec command) {
        spec = command;
        settings.addTo(command);
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings loaded = settings.load();
        if (printSettings) {
            spec.commandLine().getOut().println(loaded.describe());
            return ExitCodes.DONE;
        }
        LogSwitch.to(loaded.logFormat());
        LOG.info("starting {}", loaded.summary());
        CountDownLatch stopped = new CountDownLatch(1);
        Interruption interruption = Interruption.calling(stopped::countDown);
        try (LoadedModel model = LoadedModel.load(loaded);
                ScoringService service = ScoringService.start(loaded, model)) {
            LOG.info("scoring topic={} url={}", loaded.stream().flow().topics().images(), service.url());
            while (!stopped.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                Optional<Refusal> end = service.endedBy();
                if (end.isPresent()) {
                    throw end.get();
                }
            }
            LOG.info("stopping");
        } finally {
            interruption.close();
        }
        return ExitCodes.DONE;
    }
}
