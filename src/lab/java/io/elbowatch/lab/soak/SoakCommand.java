package io.elbowatch.lab.soak;

import io.elbowatch.cli.ExitCodes;
import io.elbowatch.cli.Interruption;
import io.elbowatch.cli.Main;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.Refusal;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.lab.soak.SoakPlan.Overlapping;
import io.elbowatch.lab.soak.SoakPlan.Program;
import io.elbowatch.settings.BundleName;
import io.elbowatch.stream.access.Guarantee;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Breaks a cluster and scorers on purpose while images are sent, and counts what became of each. */
@Command(
        name = SoakCommand.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts three Kafka brokers in this process and two scorers in processes of their own, sends numbered images, and kills,"
                    + " stalls, stops and starts what it can, at moments that the seed decides. Then it checks that each image left"
                    + " once, in the order of its source, with the score that the undisturbed model gives it, and that the incidents"
                    + " are those that follow from the verdicts. Nothing is left behind but the logs of scorers where a check failed.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch soak",
            "      20,000 images and 20 faults, a few minutes",
            "  elbowatch soak --images 1000000 --faults 300 --out soak.md",
            "      the long one, about half an hour",
            "  elbowatch soak --naive",
            "      the control, a buffer in a field: it loses images, and the exit code says so",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every check holds",
            "1:a check does not hold, or it was stopped",
            "2:the command line is wrong"
        })
public final class SoakCommand implements Callable<Integer> {
    public static final String NAME = "soak";
    private static final int FEW_IMAGES = 20_000;
    private static final int IMAGES_PER_FAULT = 1_000;
    private static final String SET = "fashion-mnist/t10k-images-idx3-ubyte.gz";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--images",
            paramLabel = "NUMBER",
            description = "Images to send (default: 20000, or as many as go into --duration).")
    private Optional<Integer> images;

    @Option(names = "--duration", paramLabel = "TIME", description = "Send no more after so long, such as 60s or 2h.")
    private Optional<Duration> duration;

    @Option(
            names = "--faults",
            paramLabel = "NUMBER",
            description =
                    "So many faults, evenly among the images (default: one for 1000, or as many as go into --duration).")
    private Optional<Integer> faults;

    @Option(
            names = "--fault-every",
            paramLabel = "TIME",
            defaultValue = "4s",
            description = "Mean pause between faults (default: ${DEFAULT-VALUE}).")
    private Duration faultEvery;

    @Option(names = "--seed", description = "Of faults, bursts and images (default: any; it is printed).")
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
                    "exactly_once_v2, or at_least_once, where doubled ones are counted (default: ${DEFAULT-VALUE}).")
    private String guarantee;

    @Option(
            names = "--overlap",
            paramLabel = "WHEN",
            defaultValue = "off",
            description =
                    "Batches are scored while the next fill: on, off, or mixed, on in one scorer (default: ${DEFAULT-VALUE}).")
    private String overlap;

    @Option(names = "--naive", description = "Soak a buffer in a field instead.")
    private boolean naive;

    @Option(
            names = "--bundle",
            defaultValue = "fashion-mnist",
            description = "Folder of the model, or a name under model/bundles (default: ${DEFAULT-VALUE}).")
    private String bundle;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "Folder, IDX file or zip of images (default: Fashion-MNIST in $ELBOWATCH_DATA, else generated ones).")
    private Optional<Path> data;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the result goes: a row of Markdown if it ends in .md, to be added, else JSON.")
    private Optional<Path> out;

    @Override
    public Integer call() throws InterruptedException {
        if (!EmbeddedBroker.isInstalled()) {
            throw new Refusal(
                    "there is no Kafka broker in this installation", "run the soak from a clone, './elbowatch soak'");
        }
        PrintWriter writer = spec.commandLine().getOut();
        Soak soak = new Soak(plan(), line -> {
            writer.println(line);
            writer.flush();
        });
        Interruption interruption = Interruption.calling(soak::stop);
        try {
            SoakResult result = soak.run();
            if (soak.stopped()) {
                writer.println("stopped before its end, which shows nothing: " + result.row());
                writer.flush();
                return ExitCodes.REFUSED;
            }
            return tell(result, writer);
        } catch (SoakException e) {
            throw new Refusal(e.getMessage(), "see the logs named above; run it again with the same seed", e);
        } finally {
            interruption.close();
        }
    }

    private SoakPlan plan() {
        try {
            int count = images.orElse(duration.isPresent() ? SoakPlan.MOST_IMAGES : FEW_IMAGES);
            return new SoakPlan(
                    count,
                    duration,
                    faults.or(() -> duration.isPresent() ? Optional.empty() : Optional.of(count / IMAGES_PER_FAULT))
                            .map(OptionalInt::of)
                            .orElseGet(OptionalInt::empty),
                    faultEvery,
                    seed.orElseGet(() -> (long) new Random().nextInt(1_000_000)),
                    groupProtocol,
                    Labelled.of(Guarantee.class, guarantee),
                    Labelled.of(Overlapping.class, overlap),
                    naive,
                    new BundleName(System.getenv())
                            .require(Optional.of(new BundleName(System.getenv()).resolve(bundle))),
                    data.or(SoakCommand::realImages),
                    new Program(System.getProperty("java.class.path"), Main.class.getName()));
        } catch (IllegalArgumentException e) {
            throw new Refusal(e.getMessage(), "see 'elbowatch soak --help'", e);
        }
    }

    private static Optional<Path> realImages() {
        return Optional.ofNullable(System.getenv("ELBOWATCH_DATA"))
                .map(folder -> Path.of(folder, SET))
                .filter(Files::isRegularFile);
    }

    private int tell(SoakResult result, PrintWriter writer) {
        writer.println(result.json());
        writer.println(SoakResult.header());
        writer.println(result.row());
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
