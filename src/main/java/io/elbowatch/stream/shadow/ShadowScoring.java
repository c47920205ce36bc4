package io.elbowatch.stream.shadow;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.shadow.ShadowPair;
import io.elbowatch.core.shadow.ShadowTally;
import io.elbowatch.core.shadow.TallyCounter;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.flow.ActivePlan;
import io.elbowatch.stream.flow.ImageOrigin;
import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.stream.flow.ShadowImage;
import io.elbowatch.stream.flow.ShadowOffer;
import io.elbowatch.stream.wire.ShadowFlip;
import io.elbowatch.stream.wire.SourceText;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores images by the shadows of their routes, in one thread of its own with batches of its own. The stream waits for
 * nothing here: an image for which there is no room is left out and counted. A failure of a shadow is counted and
 * logged, and ends nothing. The comparison of two bundles begins anew when one of them changes, and ends when no route
 * names the pair.
 */
public final class ShadowScoring implements ShadowOffer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowScoring.class);
    private static final long LOOK_MILLIS = 500;
    private static final int MAX_BATCH = 32;
    private static final int MAX_BATCH_BYTES = 32 << 20;
    private static final long CLOSE_MILLIS = 20_000;

    private final Supplier<ShadowsInForce> plan;
    private final DecodeLimits decoding;
    private final FlipSink flips;
    private final Clock clock;
    private final ShadowQueue queue;
    private final Map<ShadowPair, TallyCounter> counters = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "shadow");

    // Of the thread alone.
    private ShadowsInForce inForce;
    private ServedModel opened; // null for none
    private ShadowScorer scorer;
    private boolean failing;

    ShadowScoring(
            Supplier<ShadowsInForce> plan, DecodeLimits decoding, ShadowLimits limits, FlipSink flips, Clock clock) {
        this.plan = plan;
        this.decoding = decoding;
        this.flips = flips;
        this.clock = clock;
        this.queue = new ShadowQueue(limits);
        this.inForce = plan.get();
    }

    /**
     * Starts to compare.
     *
     * @param plan the one in force; asked often
     * @param decoding what an encoded image may cost
     * @param topic where the images go on which two bundles disagree; empty for nowhere
     */
    public static ShadowScoring start(
            Supplier<ActivePlan> plan,
            DecodeLimits decoding,
            ShadowLimits limits,
            StreamSettings settings,
            Optional<String> topic) {
        FlipSink flips =
                topic.<FlipSink>map(name -> FlipTopic.of(settings, name)).orElse(FlipSink.NONE);
        return new ShadowScoring(() -> ShadowsInForce.of(plan.get()), decoding, limits, flips, Clock.systemUTC())
                .start();
    }

    ShadowScoring start() {
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
        return this;
    }

    @Override
    public void offer(ShadowImage image) {
        if (!queue.add(image)) {
            counter(ShadowsInForce.pair(image.deciding(), image.shadow()), image.settingsOffset())
                    .leftOut();
        }
    }

    /** The comparisons so far, in the order of the names. */
    public List<ShadowTally> tallies() {
        return counters.values().stream()
                .map(TallyCounter::now)
                .sorted(Comparator.comparing(
                                (ShadowTally tally) -> tally.pair().deciding().bundle())
                        .thenComparing(tally -> tally.pair().shadow().bundle())
                        .thenComparing(tally -> tally.since().orElse(-1)))
                .toList();
    }

    /** Images that wait now. */
    public int waiting() {
        return queue.size();
    }

    private TallyCounter counter(ShadowPair pair, OptionalLong since) {
        return counters.computeIfAbsent(pair, fresh -> new TallyCounter(fresh, since, clock.millis()));
    }

    private void run() {
        try {
            follow();
            while (!Thread.interrupted()) {
                List<ShadowImage> batch = queue.take(MAX_BATCH, LOOK_MILLIS);
                follow();
                batch.removeIf(
                        image -> !inForce.pairs().contains(ShadowsInForce.pair(image.deciding(), image.shadow())));
                score(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the end
        } finally {
            release();
        }
    }

    /** Follows the plan: shadows that it no longer names end. */
    private void follow() {
        inForce = plan.get();
        counters.keySet().retainAll(inForce.pairs());
        inForce.pairs().forEach(pair -> counter(pair, inForce.settingsOffset()));
        if (opened != null
                && inForce.pairs().stream()
                        .noneMatch(pair -> pair.shadow().bundle().equals(opened.bundle()))) {
            release();
        }
    }

    private void score(List<ShadowImage> batch) {
        if (batch.isEmpty()) {
            return;
        }
        ServedModel shadow = batch.get(0).shadow();
        int most = Math.max(1, MAX_BATCH_BYTES / shadow.model().shape().bytes());
        for (int from = 0; from < batch.size(); from += most) {
            run(shadow, batch.subList(from, Math.min(batch.size(), from + most)));
        }
    }

    private void run(ServedModel shadow, List<ShadowImage> batch) {
        List<ShadowImage> left = new ArrayList<>(batch);
        long started = System.nanoTime();
        try {
            scorer(shadow)
                    .score(
                            batch,
                            (image, verdict) -> {
                                left.remove(image);
                                compare(image, verdict);
                            },
                            (image, rejection) -> {
                                left.remove(image);
                                refuse(image, rejection);
                            });
            failing = false;
        } catch (RuntimeException e) {
            left.forEach(image -> counter(image).failed());
            release();
            if (!failing) {
                failing = true;
                LOG.warn("shadow fails bundle={} reason=\"{}\"", shadow.bundle(), e.toString());
            }
        }
        long each = (System.nanoTime() - started) / batch.size();
        batch.forEach(image -> counter(image).spent(each));
    }

    private ShadowScorer scorer(ServedModel shadow) {
        if (opened != shadow) {
            release();
            scorer = new ShadowScorer(shadow, decoding);
            opened = shadow;
        }
        return scorer;
    }

    private void release() {
        ShadowScorer before = scorer;
        opened = null;
        scorer = null;
        if (before != null) {
            try {
                before.close();
            } catch (RuntimeException e) {
                LOG.warn("shadow did not close reason=\"{}\"", e.toString());
            }
        }
    }

    private TallyCounter counter(ShadowImage image) {
        return counter(ShadowsInForce.pair(image.deciding(), image.shadow()), image.settingsOffset());
    }

    private void compare(ShadowImage image, Verdict byShadow) {
        Verdict verdict = image.verdict();
        counter(image)
                .compared(
                        SourceText.of(image.origin().source()).orElse(""),
                        verdict.anomalous(),
                        verdict.pValue(),
                        byShadow.anomalous(),
                        byShadow.pValue());
        if (verdict.anomalous() != byShadow.anomalous()) {
            ImageOrigin origin = image.origin();
            ShadowFlip flip = new ShadowFlip(
                    origin.source(),
                    origin.topic(),
                    origin.partition(),
                    origin.offset(),
                    image.timestampMillis(),
                    ShadowsInForce.pair(image.deciding(), image.shadow()),
                    verdict,
                    byShadow,
                    image.settingsOffset());
            flips.take(flip, origin.trace());
        }
    }

    private void refuse(ShadowImage image, Rejection rejection) {
        counter(image).failed();
        LOG.debug(
                "shadow cannot score topic={} partition={} offset={} reason={}",
                image.origin().topic(),
                image.origin().partition(),
                image.origin().offset(),
                rejection.reason().label());
    }

    /** Ends the comparison; images that wait are dropped. The models may be closed afterwards. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("shadow did not end within seconds={}", CLOSE_MILLIS / 1000);
        }
        flips.close();
    }
}
