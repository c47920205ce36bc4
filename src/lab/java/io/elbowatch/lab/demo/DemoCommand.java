package io.elbowatch.lab.demo;

import io.elbowatch.cli.ExitCodes;
import io.elbowatch.cli.Interruption;
import io.elbowatch.cli.SettingsFlags;
import io.elbowatch.cli.Terminal;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.ImageSetException;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.lab.camera.CameraSet;
import io.elbowatch.service.LoadedModel;
import io.elbowatch.service.ScoringService;
import io.elbowatch.service.ServiceParts;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import io.elbowatch.stream.feed.FeedPlan;
import io.elbowatch.stream.flow.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
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
            "      your own images, over and over, with another bundle",
        })
public final class DemoCommand implements Callable<Integer> {
    public static final String NAME = "demo";
    private static final int CAMERAS = 4;
    private static final int PARTITIONS = 4;
    private static final int DEFAULT_PORT =
            Integer.parseInt(SettingsTable.HTTP_PORT.fallback().orElseThrow());
    private static final int MAX_PORTS = 100;

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
            defaultValue = "40",
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
        EmbeddedBroker.requireInstalled(
                "run the demo from a clone: './elbowatch demo', or the whole stack with 'docker compose up'");
        DemoScreen screen = new DemoScreen(spec.commandLine().getOut(), Terminal.isOut());
        ImageSet set = images.map(DemoCommand::open).orElseGet(() -> CameraSet.withStory(CAMERAS));
        int port = freePort();
        Settings early = load("127.0.0.1:1", port);
        ScoringService.requireAddress(early); // a port that the user chose, before anything starts
        FeedPlan plan = plan(early.stream().flow().topics().images());
        CountDownLatch stopped = new CountDownLatch(1);
        Interruption interruption = Interruption.ofStart(stopped::countDown, EmbeddedBroker::abandonAll);
        if (port != DEFAULT_PORT && early.http().port() == port) {
            screen.say("port " + DEFAULT_PORT + " is taken; the page is on port " + port);
        }
        screen.say("starting a Kafka broker and the model "
                + early.bundle().orElseThrow().getFileName() + " ...");
        // In a cold JVM they take 3 s and 1 s, in parallel 3 s.
        CompletableFuture<LoadedModel> loading = CompletableFuture.supplyAsync(() -> LoadedModel.load(early));
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                LoadedModel model = DemoShow.joined(loading)) {
            Settings now = load(broker.bootstrapServers(), port);
            Topics topics = now.stream().flow().topics();
            Map<String, Integer> partitions = new HashMap<>();
            topics.outputs().forEach(name -> partitions.put(name, 1));
            partitions.put(topics.images(), PARTITIONS);
            partitions.put(topics.scores(), PARTITIONS);
            broker.createTopics(partitions);
            AtomicReference<String> playing = new AtomicReference<>(); // null before the first chapter
            ServiceParts parts = ServiceParts.PRODUCT.withNotice(() -> Optional.ofNullable(playing.get()));
            try (ScoringService service = ScoringService.start(now, model, parts)) {
                interruption.started();
                boolean complete = new DemoShow(screen, now, service, stopped, duration, playing::set)
                        .play(set, plan, model.judge().alpha());
                return complete ? ExitCodes.DONE : ExitCodes.REFUSED;
            }
        } finally {
            interruption.close();
        }
    }

    private FeedPlan plan(String topic) {
        if (duration.isPresent()
                && (duration.get().isNegative() || duration.get().isZero())) {
            throw Refusal.ofMistake("the duration must be positive, not " + duration.get(), "give --duration as 60s or 5m");
        }
        try {
            return new FeedPlan(topic, OptionalDouble.of(rate), Optional.empty(), OptionalLong.empty(), true);
        } catch (IllegalArgumentException e) {
            throw Refusal.ofMistake(e.getMessage(), "give --rate as a positive number");
        }
    }

    private Settings load(String bootstrapServers, int port) {
        Map<String, String> presets = new HashMap<>(Map.of(
                SettingsTable.BUNDLE.key(),
                "boards",
                SettingsTable.TOPICS_SETTINGS.key(),
                "settings",
                // The default of ten minutes is longer than a demo.
                SettingsTable.INCIDENTS_SILENCE.key(),
                "5s"));
        presets.put(SettingsTable.HTTP_PORT.key(), Integer.toString(port));
        // The broker is new and has no settings topic.
        return settings.load(
                presets,
                Map.of(
                        SettingsTable.BOOTSTRAP_SERVERS.key(),
                        bootstrapServers,
                        SettingsTable.TOPICS_CREATE.key(),
                        "true"));
    }

    /** The default port or the next one that is free; 0 where a hundred are taken. */
    private static int freePort() {
        return IntStream.range(DEFAULT_PORT, DEFAULT_PORT + MAX_PORTS)
                .filter(DemoCommand::isFree)
                .findFirst()
                .orElse(0);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static ImageSet open(Path path) {
        try {
            return ImageSet.open(path);
        } catch (ImageSetException e) {
            throw new Refusal(e.getMessage(), "give a folder, an IDX file or a zip of images", e);
        }
    }
}
