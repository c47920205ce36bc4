package io.elbowatch.cli;

import io.elbowatch.core.Labelled;
import io.elbowatch.core.Printable;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.settings.SettingsTable;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.feed.FeedEnvelope;
import io.elbowatch.stream.feed.FeedPlan;
import io.elbowatch.stream.feed.FeedReport;
import io.elbowatch.stream.feed.Feeder;
import io.elbowatch.stream.feed.StoppableTimeline;
import io.elbowatch.stream.flow.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends images into the topic, from disk or from the demo's cameras. */
@Command(
        name = "feed",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends the images of a folder, an IDX file, a zip or the demo's cameras to a Kafka topic.",
            "The key of a record is the folder or the camera of its image. The header content-type is the image's format.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch feed photos/",
            "      all images in photos/ and its subfolders, at full speed",
            "  elbowatch feed t10k-images-idx3-ubyte.gz --rate 100 --loop --key camera-1",
            "      100 images per second until Ctrl-C, all with the same key",
            "  elbowatch feed --cameras 4 --rate 40",
            "      generated circuit boards, most of them normal, until Ctrl-C",
            "  elbowatch feed photos/ --envelope json",
            "      each image as base64 in a JSON document, as many programs send it",
            "  elbowatch feed boards.zip --bootstrap-servers kafka:9093 --config tls.conf",
            "      over TLS, with kafka.security.protocol and the like in the file",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all images arrived",
            "1:refused, or some did not arrive",
            "2:the command line or a setting is wrong"
        })
final class FeedCommand extends SettingsCommand {
    private static final int MAX_CAMERAS = 1000;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(names = "--rate", paramLabel = "NUMBER", description = "Images per second (default: full speed).")
    private Optional<Double> rate;

    @Option(names = "--key", paramLabel = "KEY", description = "Key of every record (default: the image's folder).")
    private Optional<String> key;

    @Option(names = "--limit", paramLabel = "NUMBER", description = "Maximum number of images to send.")
    private Optional<Long> limit;

    @Option(
            names = "--envelope",
            paramLabel = "ENVELOPE",
            description = {
                "Send each image inside of json (fields image, source, id) or of cloudevents (structured).",
                "An instance reads them with --intake-format json --intake-source /source --intake-id /id, or with"
                        + " --intake-format cloudevents."
            })
    private Optional<String> envelope;

    @Option(names = "--loop", description = "Repeat the images until Ctrl-C or --limit.")
    private boolean loop;

    /** Where the images come from. picocli requires exactly one of the two. */
    private static final class Source {
        @Parameters(paramLabel = "PATH", description = "The images: " + ImageSets.FORMS + ".")
        private Path path; // null where cameras are given

        @Option(
                names = "--cameras",
                paramLabel = "NUMBER",
                description =
                        "Instead of PATH: number of cameras over generated circuit boards. Some images have a defect, a"
                                + " covered or blurred lens, or are broken files. The stream is endless.")
        private int cameras;

        private OrientedImages open(PrintWriter err) {
            if (path != null) {
                return ImageSets.open(path, err);
            }
            if (cameras < 1 || cameras > MAX_CAMERAS) {
                throw Refusal.ofMistake(
                        "there can be 1 to " + MAX_CAMERAS + " cameras, not " + cameras,
                        "give another number to --cameras");
            }
            return new OrientedImages(ServiceLoader.load(GeneratedCameras.class)
                    .findFirst()
                    .orElseThrow(() -> new Refusal(
                            "this installation has no generated cameras: elbowatch-lab.jar is missing",
                            "give a PATH of images, or run 'feed --cameras' from a clone or from the container image"))
                    .open(cameras));
        }
    }

    FeedCommand() {
        super(SettingsFlags.none().with("--topic", SettingsTable.TOPICS_IMAGES).with(SettingsTable.BOOTSTRAP_SERVERS));
    }

    @Override
    public Integer call() {
        StreamSettings stream = settings().stream();
        FeedPlan plan = plan(topic(stream.flow().topics()));
        OrientedImages set = source.open(err());
        StoppableTimeline timeline = new StoppableTimeline();
        Feeder feeder = Feeder.connect(stream.kafka(), plan, timeline);
        Interruption interruption = Interruption.calling(timeline::stop);
        try {
            FeedReport report = feed(feeder, set, plan);
            ImageSets.warnOfTurned(set, err());
            return report(report);
        } finally {
            interruption.close();
        }
    }

    private static String topic(Topics topics) {
        if (topics.severalInputs()) {
            throw Refusal.ofMistake(
                    "images go to one topic, and there are several: " + String.join(", ", topics.inputs()),
                    "name one with --topic");
        }
        return topics.images();
    }

    private static FeedReport feed(Feeder feeder, ImageSet set, FeedPlan plan) {
        try (ImageProgress progress = ImageProgress.show("feed", plan.expected(set.size()))) {
            return feeder.feed(set, progress::step);
        }
    }

    private Optional<FeedEnvelope> around() {
        try {
            return envelope.map(text -> Labelled.of(FeedEnvelope.class, text));
        } catch (IllegalArgumentException e) {
            throw usage("--envelope: " + e.getMessage());
        }
    }

    private FeedPlan plan(String topic) {
        Optional<FeedEnvelope> around = around();
        try {
            return new FeedPlan(
                    topic,
                    rate.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                    key,
                    limit.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                    loop,
                    around);
        } catch (IllegalArgumentException e) {
            throw Refusal.ofMistake(e.getMessage(), "give --rate and --limit as positive numbers");
        }
    }

    private int report(FeedReport report) {
        PrintWriter err = err();
        report.failures().forEach(failure -> err.println("failed: " + Printable.line(failure)));
        if (report.failed() > report.failures().size()) {
            err.println("failed: " + (report.failed() - report.failures().size()) + " more");
        }
        report.endedBy().ifPresent(reason -> err.println("error: ended early: " + reason));
        err.flush();
        print(report.summary());
        return report.complete() ? ExitCodes.DONE : ExitCodes.REFUSED;
    }
}
