package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import io.elbowatch.service.LoadedModel;
import io.elbowatch.service.ScoringService;
import io.elbowatch.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Scores the images of a topic until it is stopped. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Scores every image of a Kafka topic, until Ctrl-C or SIGTERM.",
            "Scores, anomalies and rejected images go to topics. Metrics and health are served over HTTP. Instances with the"
                    + " same --application-id share the partitions.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch run --bundle boards --bootstrap-servers kafka:9092",
            "      the bundle model/bundles/boards on your cluster; the topics must exist",
            "  elbowatch run --bundle ./my-vae --alpha 0.01 --threads 2 --topics-create",
            "      your own bundle, one false alarm per 100 normal images, two threads",
            "  elbowatch run --config production.properties --print-settings",
            "      prints every setting with its value and origin; secrets are masked",
        })
final class RunCommand extends SettingsCommand {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
    private static final long TICK_MILLIS = 200;

    @Option(names = "--print-settings", description = "Print the settings in force and exit.")
    private boolean printSettings;

    /** Whether the command line calls it. The first argument that is no option is the command. */
    static boolean isNamedBy(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> !argument.startsWith("-"))
                .findFirst()
                .filter("run"::equals)
                .isPresent();
    }

    RunCommand() {
        super(SettingsFlags.all());
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings loaded = settings();
        if (printSettings) {
            print(loaded.describe());
            return ExitCodes.DONE;
        }
        LogSwitch.to(loaded.logFormat());
        LOG.info("starting {}", loaded.summary());
        CountDownLatch stopped = new CountDownLatch(1);
        Interruption interruption = Interruption.ofStart(stopped::countDown, () -> {});
        try {
            ScoringService.requireAddress(loaded);
            score(loaded, interruption, stopped);
        } finally {
            interruption.close();
        }
        return ExitCodes.DONE;
    }

    private static void score(Settings loaded, Interruption interruption, CountDownLatch stopped)
            throws InterruptedException {
        if (loaded.plan().routes().isPresent()) {
            try (ScoringService service = ScoringService.start(loaded)) {
                run(loaded, service, interruption, stopped);
            }
        } else {
            try (LoadedModel model = LoadedModel.load(loaded);
                    ScoringService service = ScoringService.start(loaded, model)) {
                run(loaded, service, interruption, stopped);
            }
        }
    }

    private static void run(Settings loaded, ScoringService service, Interruption interruption, CountDownLatch stopped)
            throws InterruptedException {
        interruption.started();
        LOG.info(
                "scoring topic={} url={}",
                String.join(",", loaded.stream().flow().topics().inputs()),
                service.url());
        ClassArchive.whole();
        while (!stopped.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
            Optional<Refusal> end = service.endedBy();
            if (end.isPresent()) {
                throw end.get();
            }
        }
        LOG.info("stopping");
    }
}
