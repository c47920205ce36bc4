package io.elbowatch.lab.demo;

import io.elbowatch.cli.ImageSets;
import io.elbowatch.cli.OrientedImages;
import io.elbowatch.cli.SettingsFlags;
import io.elbowatch.cli.Terminal;
import io.elbowatch.core.Printable;
import io.elbowatch.core.dataset.ImageSetException;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the product with the user's own images, without training. */
@Command(
        name = StartCommand.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows what Elbowatch reports in images of your own, without training. It takes the first images for normal,"
                    + " calibrates on them, and streams all images, over and over, through a Kafka broker in this process. All"
                    + " data is removed at the end.",
            "The verdict is by 'density' alone: brightness, contrast, edges, and how badly a model of other images"
                    + " reconstructs the image. This finds blurred or dark images if the first images show all that is normal."
                    + " For small defects train a bundle on your images: model/README.md.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch start photos/",
            "  elbowatch start photos/ --normal 400 --duration 60s",
            "      with more images to calibrate on, alpha is lower",
        })
public final class StartCommand implements Callable<Integer> {
    public static final String NAME = "start";

    private final SettingsFlags settings =
            SettingsFlags.none().with(SettingsTable.PROVIDER).with(SettingsTable.HTTP_PORT);

    private CommandSpec spec;

    @Parameters(paramLabel = "PATH", description = "Your images: a folder, an IDX file or a zip.")
    private Path images;

    @Option(
            names = "--normal",
            paramLabel = "NUMBER",
            defaultValue = "100",
            description = "How many of the first images are normal, to calibrate on (default: ${DEFAULT-VALUE}).")
    private int normal;

    @Option(
            names = "--model",
            paramLabel = "BUNDLE",
            defaultValue = "boards",
            description = "The bundle whose model reconstructs the images (default: ${DEFAULT-VALUE}).")
    private String model;

    @Option(
            names = "--rate",
            paramLabel = "NUMBER",
            defaultValue = "20",
            description = "Images per second (default: ${DEFAULT-VALUE}).")
    private double rate;

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
        DemoStage.requireBroker(NAME + " PATH");
        PrintWriter out = spec.commandLine().getOut();
        DemoScreen screen = new DemoScreen(out, Terminal.isOut());
        OrientedImages set = ImageSets.open(images, out);
        Map<String, String> fixed = new HashMap<>();
        fixed.put(SettingsTable.BUNDLE.key(), model);
        fixed.put(SettingsTable.DECIDE.key(), "density");
        DemoSettings demo = new DemoSettings(settings, DemoSettings.OWN_IMAGES, fixed);
        Settings early = demo.early();
        try (FirstCalibration calibration = new FirstCalibration(early)) {
            Path bundle = calibration.on(images, set, normal);
            screen.say(calibration.sentence());
            set.sentence().ifPresent(sentence -> screen.say("warning: " + Printable.line(sentence)));
            return new DemoStage(screen, demo.with(SettingsTable.BUNDLE.key(), bundle.toString()), duration)
                    .play(set, rate, loaded -> Double.POSITIVE_INFINITY);
        } catch (ImageSetException e) {
            throw ImageSets.unreadable(e);
        }
    }
}
