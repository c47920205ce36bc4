package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.ImageSetException;
import io.elbowatch.settings.SettingsTable;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.feed.FeedPlan;
import io.elbowatch.stream.feed.FeedReport;
import io.elbowatch.stream.feed.Feeder;
import io.elbowatch.stream.feed.StoppableTimeline;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends images into the topic, from disk or from the demo's cameras. */
@Command(
        name = "feed",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends a folder, an IDX file or a zip of images into a Kafka topic, or what the demo's cameras see.",
            "The key of a record is the folder or the camera that its image comes from, the header content-type says what it is.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch feed photos/",
            "      all images below photos/, as fast as the broker takes them",
            "  elbowatch feed t10k-images-idx3-ubyte.gz --rate 100 --loop --key camera-1",
            "      a steady 100 a second until Ctrl-C, all under one key",
            "  elbowatch feed --cameras 4 --rate 40",
            "      generated circuit boards, most of them normal, until Ctrl-C: something to score without any images",
            "  elbowatch feed boards.zip --bootstrap-servers kafka:9093 --config tls.conf",
            "      over TLS: kafka.security.protocol and its like stand in the file",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all images arrived", "1:refused, or some did not arrive", "2:the command line is wrong"})
final class FeedCommand implements Callable<Integer> {
    private static final int MAX_CAMERAS = 1000;

    private final SettingsFlags settings =
            SettingsFlags.none().with("--topic", SettingsTable.TOPICS_IMAGES).with(SettingsTable.BOOTSTRAP_SERVERS);

    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(names = "--rate", paramLabel = "NUMBER", description = "Images a second (default: as fast as it goes).")
    private Optional<Double> rate;

    @Option(names = "--key", paramLabel = "KEY", description = "Key of every record (default: the image's folder).")
    private Optional<String> key;

    @Option(names = "--limit", paramLabel = "NUMBER", description = "Send at most so many images.")
    private Optional<Long> limit;

    @Option(names = "--loop", description = "Begin again at the end, until Ctrl-C or --limit.")
    private boolean loop;

    /** Where the images come from; picocli sees to it that one is given and not both. */
    private static final class Source {
        @Parameters(paramLabel = "PATH", description = "Folder (with all below it), IDX file (.gz too) or zip.")
        private Path path; // null where cameras are given

        @Option(
                names = "--cameras",
                paramLabel = "NUMBER",
                description =
                        "Instead of PATH: so many cameras over generated circuit boards, with now and then a defect, a"
                                + " covered or blurred lens or a broken file. They never end.")
        private int cameras;

        private ImageSet open() {
            if (path != null) {
                return open(path);
            }
            if (cameras < 1 || cameras > MAX_CAMERAS) {
                throw new Refusal(
                        "there can be 1 to " + MAX_CAMERAS + " cameras, not " + cameras,
                        "give another number to --cameras");
            }
            return ServiceLoader.load(GeneratedCameras.class)
                    .findFirst()
                    .orElseThrow(() -> new Refusal(
                            "this installation has no generated cameras: elbowatch-lab.jar is missing",
                            "give a PATH of images, or run 'feed --cameras' from a clone or from the container image"))
                    .open(cameras);
        }

        private static ImageSet open(Path path) {
            try {
                return ImageSet.open(path);
            } catch (ImageSetException e) {
                throw new Refusal(e.getMessage(), "'elbowatch feed --help' shows what can be fed", e);
            }
        }
    }

    @Spec
    void offerSettings(CommandSpec command) {
        spec = command;
        settings.addTo(command);
    }

    @Override
    public Integer call() {
        StreamSettings stream = settings.load().stream();
        FeedPlan plan = plan(stream.flow().topics().images());
        ImageSet set = source.open();
        StoppableTimeline timeline = new StoppableTimeline();
        Feeder feeder = Feeder.connect(stream.kafka(), plan, timeline);
        Interruption interruption = Interruption.calling(timeline::stop);
        try {
            return tell(feed(feeder, set, plan));
        } finally {
            interruption.close();
        }
    }

    private static FeedReport feed(Feeder feeder, ImageSet set, FeedPlan plan) {
        try (ImageProgress progress = ImageProgress.show("feed", plan.expected(set.size()))) {
            return feeder.feed(set, progress::step);
        }
    }

    private FeedPlan plan(String topic) {
        try {
            return new FeedPlan(
                    topic,
                    rate.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                    key,
                    limit.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                    loop);
        } catch (IllegalArgumentException e) {
            throw new Refusal(e.getMessage(), "give --rate and --limit as positive numbers", e);
        }
    }

    private int tell(FeedReport report) {
        var err = spec.commandLine().getErr();
        report.failures().forEach(failure -> err.println("failed: " + failure));
        if (report.failed() > report.failures().size()) {
            err.println("failed: " + (report.failed() - report.failures().size()) + " more");
        }
        report.endedBy().ifPresent(reason -> err.println("error: ended early: " + reason));
        err.flush();
        var out = spec.commandLine().getOut();
        out.println(report.summary());
        out.flush();
        return report.complete() ? ExitCodes.DONE : ExitCodes.REFUSED;
    }
}
