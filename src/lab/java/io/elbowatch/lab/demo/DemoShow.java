package io.elbowatch.lab.demo;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.lab.camera.Story;
import io.elbowatch.service.ScoringService;
import io.elbowatch.settings.Settings;
import io.elbowatch.stream.feed.FeedPlan;
import io.elbowatch.stream.feed.FeedReport;
import io.elbowatch.stream.feed.Feeder;
import io.elbowatch.stream.feed.StoppableTimeline;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One run of the demo: feeds images, reads the results as any consumer would, and shows them until it is stopped. At
 * the end every image has a result, or the summary says how many have none.
 */
final class DemoShow {
    private static final Duration TICK = Duration.ofMillis(50);
    /** Timeout for the last results. It is shorter after Ctrl-C, when a user waits. */
    private static final long DRAIN_NANOS_AFTER_INTERRUPT = TimeUnit.SECONDS.toNanos(2);

    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final DemoScreen screen;
    private final Settings settings;
    private final ScoringService service;
    private final CountDownLatch stopped;
    private final Optional<Duration> limit;
    private final Consumer<String> onChapter;
    private final Tally tally = new Tally();
    private volatile Story.Chapter chapter; // null before the first image, and for images from no camera

    /** @param onChapter gets the line of each chapter that begins */
    DemoShow(
            DemoScreen screen,
            Settings settings,
            ScoringService service,
            CountDownLatch stopped,
            Optional<Duration> limit,
            Consumer<String> onChapter) {
        this.screen = screen;
        this.settings = settings;
        this.service = service;
        this.stopped = stopped;
        this.limit = limit;
        this.onChapter = onChapter;
    }

    /** @return false when not all images arrived at the broker; the screen says which and why */
    boolean play(ImageSet set, FeedPlan plan, double alpha) {
        String servers = settings.stream().kafka().get("bootstrap.servers");
        screen.say("scoring at a false-alarm rate of " + String.format(Locale.ROOT, "%.4g %%", alpha * 100)
                + "; broker " + servers);
        screen.say("page " + service.url() + "   also /metrics and /health/ready");
        StoppableTimeline timeline = new StoppableTimeline();
        try (OutcomeReader reader = new OutcomeReader(servers, settings.stream().flow())) {
            CompletableFuture<FeedReport> feed = CompletableFuture.supplyAsync(() -> feed(set, plan, timeline));
            watch(reader, feed);
            timeline.stop();
            FeedReport report = joined(feed);
            drain(reader, report.acknowledged());
            screen.summary(tally, report.acknowledged());
            screen.failures(report);
            return report.complete();
        } finally {
            timeline.stop();
        }
    }

    private FeedReport feed(ImageSet set, FeedPlan plan, StoppableTimeline timeline) {
        return Feeder.connect(settings.stream().kafka(), plan, timeline).feed(set, () -> {});
    }

    /** The result of a task, or its exception. */
    static <T> T joined(CompletableFuture<T> task) {
        try {
            return task.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void watch(OutcomeReader reader, CompletableFuture<FeedReport> feed) {
        long begun = System.nanoTime();
        long lastStatus = begun;
        long leftAtLastStatus = 0;
        while (!over(begun) && !feed.isDone()) {
            poll(reader);
            long now = System.nanoTime();
            if (now - lastStatus >= screen.statusEvery().toNanos()) {
                double perSecond = (tally.left() - leftAtLastStatus) * 1e9 / (now - lastStatus);
                screen.status(tally, perSecond, tally.takeRecentP99Millis());
                lastStatus = now;
                leftAtLastStatus = tally.left();
            }
        }
    }

    private boolean over(long begun) {
        Optional<Refusal> end = service.endedBy();
        if (end.isPresent()) {
            throw end.get();
        }
        return stopped.getCount() == 0
                || limit.isPresent() && System.nanoTime() - begun >= limit.get().toNanos();
    }

    /** Reads the results of the last images after the cameras have stopped. */
    private void drain(OutcomeReader reader, long expected) {
        long begun = System.nanoTime();
        long timeout = stopped.getCount() == 0 ? DRAIN_NANOS_AFTER_INTERRUPT : DRAIN_NANOS;
        while (tally.left() < expected && System.nanoTime() - begun < timeout) {
            poll(reader);
        }
    }

    private void poll(OutcomeReader reader) {
        reader.poll(
                TICK,
                outcome -> {
                    tally.add(outcome);
                    announce(outcome);
                    screen.outcome(outcome);
                },
                screen::incident);
    }

    /** Announces a chapter with its first result, so that lines and results are in the same order. */
    private void announce(Outcome outcome) {
        outcome.chapter()
                .filter(now -> chapter == null || now.compareTo(chapter) > 0)
                .ifPresent(now -> {
                    chapter = now;
                    screen.chapter(now.line());
                    onChapter.accept(now.line());
                });
    }
}
