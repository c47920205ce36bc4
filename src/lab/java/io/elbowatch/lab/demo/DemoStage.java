package io.elbowatch.lab.demo;

import io.elbowatch.cli.ExitCodes;
import io.elbowatch.cli.Interruption;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.service.LoadedModel;
import io.elbowatch.service.ScoringService;
import io.elbowatch.service.ServiceParts;
import io.elbowatch.settings.Settings;
import io.elbowatch.stream.feed.FeedPlan;
import io.elbowatch.stream.flow.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

/** The surroundings of a demo in this process: a broker, the model and the service. All of them end with it. */
final class DemoStage {
    private static final int PARTITIONS = 4;

    private final DemoScreen screen;
    private final DemoSettings settings;
    private final Optional<Duration> duration;

    /** @param duration empty for until Ctrl-C */
    DemoStage(DemoScreen screen, DemoSettings settings, Optional<Duration> duration) {
        if (duration.isPresent()
                && (duration.get().isNegative() || duration.get().isZero())) {
            throw Refusal.ofMistake(
                    "the duration must be positive, not " + duration.get(), "give --duration as 60s or 5m");
        }
        this.screen = screen;
        this.settings = settings;
        this.duration = duration;
    }

    /** An embedded broker needs Kafka's server, which an installation may leave out. @throws Refusal without it */
    static void requireBroker(String command) {
        EmbeddedBroker.requireInstalled(
                "run it from a clone: './elbowatch " + command + "', or the whole stack with 'docker compose up'");
    }

    /**
     * Streams the images over and over.
     *
     * @param rate images to send a second
     * @param mostOf is called with the model before the first image: images a second that are not to be exceeded
     * @return the exit code
     */
    int play(ImageSet set, double rate, ToDoubleFunction<LoadedModel> mostOf) {
        Settings early = settings.early();
        ScoringService.requireAddress(early); // a port that the user chose, before anything starts
        String topic = early.stream().flow().topics().images();
        requireRate(topic, rate);
        CountDownLatch stopped = new CountDownLatch(1);
        Interruption interruption = Interruption.ofStart(stopped::countDown, EmbeddedBroker::abandonAll);
        settings.movedPort(early).ifPresent(screen::say);
        screen.say("starting a Kafka broker and the model "
                + early.bundle().orElseThrow().getFileName() + " ...");
        // In a cold JVM they take 3 s and 1 s, in parallel 3 s.
        CompletableFuture<LoadedModel> loading = CompletableFuture.supplyAsync(() -> LoadedModel.load(early));
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                LoadedModel model = DemoShow.joined(loading)) {
            FeedPlan plan = plan(topic, Math.min(rate, mostOf.applyAsDouble(model)));
            Settings now = settings.of(broker.bootstrapServers());
            broker.createTopics(partitions(now.stream().flow().topics()));
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

    private static Map<String, Integer> partitions(Topics topics) {
        Map<String, Integer> partitions = new HashMap<>();
        topics.outputs().forEach(name -> partitions.put(name, 1));
        topics.inputs().forEach(name -> partitions.put(name, PARTITIONS));
        partitions.put(topics.scores(), PARTITIONS);
        return partitions;
    }

    private static void requireRate(String topic, double rate) {
        try {
            plan(topic, rate);
        } catch (IllegalArgumentException e) {
            throw Refusal.ofMistake(e.getMessage(), "give --rate as a positive number");
        }
    }

    private static FeedPlan plan(String topic, double rate) {
        return new FeedPlan(topic, OptionalDouble.of(rate), Optional.empty(), OptionalLong.empty(), true);
    }
}
