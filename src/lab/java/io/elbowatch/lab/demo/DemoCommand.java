package io.elbowatch.lab.demo;

import io.elbowatch.cli.ImageSets;
import io.elbowatch.cli.OrientedImages;
import io.elbowatch.cli.SettingsFlags;
import io.elbowatch.cli.Terminal;
import io.elbowatch.core.Printable;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.ImageSetException;
import io.elbowatch.lab.camera.CameraSet;
import io.elbowatch.service.LoadedModel;
import io.elbowatch.settings.SettingsTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the whole product on one machine: broker, cameras, scoring and a reader of the results. */
@Command(
        name = DemoCommand.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts a Kafka broker in this process and plays four cameras over circuit boards. At times a board has a defect, a"
                    + " lens is covered or blurred, or a file is broken. Scores the images and prints the anomalies. All data is"
                    + " removed at the end.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch demo",
            "  elbowatch demo --duration 60s --rate 200",
            "  elbowatch demo --bundle camera-7 --images photos/test --rate 500",
            "      your own images, over and over; no folder counts as silent",
        })
public final class DemoCommand implements Callable<Integer> {
    public static final String NAME = "demo";
    private static final int CAMERAS = 4;
    private static final double DEFAULT_RATE = 40;

    /** The rest is for the broker, the page, and other work of the machine. */
    private static final double SHARE_OF_MACHINE = 0.5;

    private final SettingsFlags settings = SettingsFlags.ofModel().with(SettingsTable.HTTP_PORT);

    private CommandSpec spec;

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description = "Folder, IDX file or zip to stream over and over instead of the cameras.")
    private Optional<Path> images;

    @Option(
            names = "--rate",
            paramLabel = "NUMBER",
            description =
                    "Images per second (default: 40; of your own images half of what this machine scores, if that is"
                            + " less).")
    private Optional<Double> rate;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "Time until the end, such as 60s or 5m (default: until Ctrl-C).")
    private Optional<Duration> duration;

    @Spec
    void offerSettings(CommandSpec command) {
        spec = command;
        settings.addTo(command);
    }

    @Override
    public Integer call() {
        DemoStage.requireBroker(NAME);
        PrintWriter out = spec.commandLine().getOut();
        DemoScreen screen = new DemoScreen(out, Terminal.isOut());
        Optional<OrientedImages> own = images.map(path -> ImageSets.open(path, out));
        Map<String, String> defaults = new HashMap<>(own.isPresent() ? DemoSettings.OWN_IMAGES : DemoSettings.CAMERAS);
        defaults.put(SettingsTable.BUNDLE.key(), "boards");
        DemoSettings demo = new DemoSettings(settings, defaults, Map.of());
        ImageSet set = own.<ImageSet>map(mine -> mine).orElseGet(() -> CameraSet.withStory(CAMERAS));
        return new DemoStage(screen, demo, duration)
                .play(
                        set,
                        rate.orElse(DEFAULT_RATE),
                        model -> own.map(mine -> compare(mine, model, demo, screen))
                                .orElse(Double.POSITIVE_INFINITY));
    }

    /**
     * Tells the user when the images are others than those that the bundle knows.
     *
     * @return images a second to send at most
     */
    private double compare(OrientedImages mine, LoadedModel model, DemoSettings demo, DemoScreen screen) {
        ImageSets.requireShape(images.orElseThrow(), mine, model.model());
        try {
            BundleFit fit = BundleFit.of(mine, model, demo.early().decode(), System::nanoTime);
            fit.doubts(images.orElseThrow().toString()).forEach(screen::say);
            mine.sentence().ifPresent(sentence -> screen.say("warning: " + Printable.line(sentence)));
            return rate.isPresent() ? Double.POSITIVE_INFINITY : followed(fit, screen);
        } catch (ImageSetException e) {
            throw ImageSets.unreadable(e);
        }
    }

    /** A stream that falls behind shows images of minutes ago. */
    private static double followed(BundleFit fit, DemoScreen screen) {
        double most = SHARE_OF_MACHINE * fit.imagesPerSecond();
        if (most < DEFAULT_RATE) {
            screen.say(String.format(
                    Locale.ROOT,
                    "sending %.2g images a second, half of what this machine scores of them; --rate sends more or fewer",
                    most));
        }
        return most;
    }
}
