package io.elbowatch.lab.soak;

import io.elbowatch.cli.ExitCodes;
import io.elbowatch.cli.Interruption;
import io.elbowatch.cli.Main;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.Refusal;
import io.elbowatch.lab.broker.BrokerProgram;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.lab.process.Leftovers;
import io.elbowatch.lab.rig.DataFolder;
import io.elbowatch.lab.soak.SoakPlan.Cluster;
import io.elbowatch.lab.soak.SoakPlan.Overlapping;
import io.elbowatch.lab.soak.SoakPlan.Program;
import io.elbowatch.settings.BundleName;
import io.elbowatch.stream.access.Guarantee;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Injects faults into a cluster and scorers while images are sent, and checks the outcome of each image. */
@Command(
        name = SoakCommand.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts three Kafka brokers and two scorers in their own processes, and sends numbered images. It kills,"
                    + " stalls, stops and restarts brokers and scorers at times that the seed determines. Then it checks that each"
                    + " image left once, in the order of its source, with the score of the undisturbed model, and that the incidents"
                    + " follow from the verdicts. Only the logs of the scorers stay, if a check fails.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch soak",
            "      20,000 images and 20 faults, a few minutes",
            "  elbowatch soak --images 1000000 --faults 300 --out soak.md",
            "      a long soak, about half an hour",
            "  elbowatch soak --cluster processes --faults 40",
            "      kills, pauses and cuts off brokers, which are processes here",
            "  elbowatch soak --models fashion-mnist-conv --faults 52",
            "      20,000 images, with swaps of models and changes of routes among the faults",
            "  elbowatch soak --naive",
            "      the control, a buffer in a field: it loses images, and the exit code is 1",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every check holds",
            "1:a check does not hold, or the soak was stopped",
            "2:the command line is wrong"
        })
public final class SoakCommand implements Callable<Integer> {
    public static final String NAME = "soak";
    private static final int DEFAULT_IMAGES = 20_000;
    private static final int IMAGES_PER_FAULT = 1_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--images",
            paramLabel = "NUMBER",
            description = "Images to send (default: 20000, or as many as --duration allows).")
    private Optional<Integer> images;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "Time after which no more are sent, such as 60s or 2h.")
    private Optional<Duration> duration;

    @Option(
            names = "--cluster",
            paramLabel = "WHERE",
            defaultValue = "embedded",
            description =
                    "Where the brokers are: embedded, in this process; processes of their own, in network namespaces where this"
                            + " machine can (Linux, root, iproute2, iptables); or processes on loopback. With processes faults come"
                            + " one after the other, and the recovery from each is measured (default: ${DEFAULT-VALUE}).")
    private String cluster;

    @Option(
            names = "--brokers",
            paramLabel = "FOLDER",
            description =
                    "Jars of the brokers' Kafka, as deploy/brokers/test leaves them in target/brokers (default: the version"
                            + " of this build).")
    private Optional<Path> brokers;

    @Option(
            names = "--store",
            paramLabel = "WHERE",
            defaultValue = "folder",
            description =
                    "Where images are that records refer to: folder, or s3, a server of S3 in a process of its own, to which pictures"
                            + " and rejected values go as well (default: ${DEFAULT-VALUE}).")
    private String store;

    @Option(
            names = "--librdkafka",
            description =
                    "Send images and read what becomes of them by librdkafka, in place of Kafka's own clients; needs Python with"
                            + " confluent_kafka (Debian: python3-confluent-kafka).")
    private boolean librdkafka;

    @Option(
            names = "--rate",
            paramLabel = "NUMBER",
            defaultValue = "200",
            description =
                    "Images to send a second with brokers as processes, until all faults are over (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--clean",
            description =
                    "Only remove what runs have left that were killed by force: namespaces, interfaces, disks in memory.")
    private boolean clean;

    @Option(
            names = "--faults",
            paramLabel = "NUMBER",
            description =
                    "Number of faults, spread evenly over the images (default: one per 1000 images, or as many as --duration allows).")
    private Optional<Integer> faults;

    @Option(
            names = "--only",
            paramLabel = "FAULT",
            split = ",",
            description = {"Only faults of these kinds (default: all), such as", "kill,kill-controller."})
    private List<String> only = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = {"A setting of the scorers, over the soak's, such as", "kafka.session.timeout.ms=3000."})
    private Map<String, String> settings = Map.of();

    @Option(
            names = "--fault-every",
            paramLabel = "TIME",
            defaultValue = "4s",
            description = "Mean pause between faults (default: ${DEFAULT-VALUE}).")
    private Duration faultEvery;

    @Option(names = "--seed", description = "Seed of faults, bursts and images (default: random; it is printed).")
    private Optional<Long> seed;

    @Option(
            names = "--group-protocol",
            paramLabel = "NAME",
            defaultValue = "classic",
            description = "classic or streams (default: ${DEFAULT-VALUE}).")
    private String groupProtocol;

    @Option(
            names = "--guarantee",
            paramLabel = "NAME",
            defaultValue = "exactly_once_v2",
            description =
                    "exactly_once_v2, or at_least_once, which only counts duplicates (default: ${DEFAULT-VALUE}).")
    private String guarantee;

    @Option(
            names = "--overlap",
            paramLabel = "WHEN",
            defaultValue = "off",
            description =
                    "Score a batch while the next one fills: on, off, or mixed, which is on in one scorer (default: ${DEFAULT-VALUE}).")
    private String overlap;

    @Option(names = "--naive", description = "Run the control instead of the product: a buffer in a field.")
    private boolean naive;

    @Option(
            names = "--bundle",
            defaultValue = "fashion-mnist",
            description = "Folder of the model, or a name under model/bundles (default: ${DEFAULT-VALUE}).")
    private String bundle;

    @Option(
            names = "--models",
            paramLabel = "BUNDLE",
            description =
                    "Change models meanwhile: routes choose between --bundle and this bundle, for images of the same shape."
                            + " Bundles are swapped, rolled back and refused, and routes come and go.")
    private Optional<String> models;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "Folder, IDX file or zip of images (default: Fashion-MNIST in $ELBOWATCH_DATA or ../shared/data next to the clone,"
                            + " else generated images).")
    private Optional<Path> data;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "File for the result: if it ends in .md, a row of Markdown is appended, else JSON is written.")
    private Optional<Path> out;

    @Override
    public Integer call() throws InterruptedException {
        EmbeddedBroker.requireInstalled("run the soak from a clone: './elbowatch soak'");
        PrintWriter writer = spec.commandLine().getOut();
        Leftovers.remove().forEach(what -> writer.println("left by a run that is gone, removed: " + what));
        if (clean) {
            writer.flush();
            return ExitCodes.DONE;
        }
        Soak soak = new Soak(plan(), line -> {
            writer.println(line);
            writer.flush();
        });
        Interruption interruption = Interruption.calling(soak::stop);
        try {
            SoakResult result = soak.run();
            if (soak.stopped()) {
                writer.println("stopped early, which shows nothing: " + result.row());
                writer.flush();
                return ExitCodes.REFUSED;
            }
            return report(result, writer);
        } finally {
            interruption.close();
        }
    }

    private SoakPlan plan() {
        try {
            BundleName names = new BundleName(System.getenv());
            int count = images.orElse(duration.isPresent() ? SoakPlan.MAX_IMAGES : DEFAULT_IMAGES);
            return new SoakPlan(
                    count,
                    duration,
                    Labelled.of(Cluster.class, cluster),
                    brokers.map(BrokerProgram::of),
                    Labelled.of(SoakPlan.Store.class, store),
                    librdkafka,
                    rate,
                    faults.or(() -> duration.isPresent() ? Optional.empty() : Optional.of(count / IMAGES_PER_FAULT))
                            .map(OptionalInt::of)
                            .orElseGet(OptionalInt::empty),
                    only.stream()
                            .map(label -> Labelled.of(FaultKind.class, label))
                            .collect(Collectors.toSet()),
                    faultEvery,
                    seed.orElseGet(() -> (long) new Random().nextInt(1_000_000)),
                    groupProtocol,
                    Labelled.of(Guarantee.class, guarantee),
                    Labelled.of(Overlapping.class, overlap),
                    naive,
                    names.require(Optional.of(names.resolve(bundle))),
                    models.map(name -> names.require(Optional.of(names.resolve(name)))),
                    data.or(() -> DataFolder.of(System.getenv()).file(DataFolder.FASHION_MNIST)),
                    new Program(System.getProperty("java.class.path"), Main.class.getName()),
                    settings);
        } catch (IllegalArgumentException e) {
            throw Refusal.ofMistake(e.getMessage(), "see 'elbowatch soak --help'");
        }
    }

    private int report(SoakResult result, PrintWriter writer) {
        writer.println(result.json());
        writer.println(SoakResult.header());
        writer.println(result.row());
        if (!result.recoveries().isEmpty()) {
            writer.println(Recovery.table(result.recoveries()));
        }
        result.skipped().forEach(writer::println);
        writer.println(result.holds() ? "every check holds" : "A CHECK DOES NOT HOLD");
        writer.flush();
        out.ifPresent(file -> write(result, file));
        return result.holds() ? ExitCodes.DONE : ExitCodes.REFUSED;
    }

    private static void write(SoakResult result, Path file) {
        try {
            if (!file.toString().endsWith(".md")) {
                Files.writeString(file, result.json() + "\n");
                return;
            }
            String before = Files.exists(file) ? Files.readString(file) : SoakResult.header() + "\n";
            Files.writeString(file, before + result.row() + "\n");
        } catch (IOException e) {
            throw new Refusal("cannot write " + file + ": " + e, "give another --out", e);
        }
    }
}
