package io.elbowatch.soak;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.Guarantee;
import io.elbowatch.stream.ImageOrigin;
import io.elbowatch.stream.RestartLimits;
import io.elbowatch.stream.ScoringApplication;
import io.elbowatch.stream.ScoringObserver;
import io.elbowatch.stream.ScoringTopology;
import io.elbowatch.stream.StreamSettings;
import io.elbowatch.stream.Topics;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.testing.Flows;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** The real application around a real model, with faults that can be set off inside its stream threads. */
final class ScoringInstance implements Soak.Instance {
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final BatchLimits LIMITS = new BatchLimits(32, 1 << 20, Duration.ofMillis(40));

    private final AtomicInteger modelFaults = new AtomicInteger();
    private final AtomicInteger forwardFaults = new AtomicInteger();
    private final ScoringApplication application;

    ScoringInstance(String bootstrapServers, int number, ImageModel model, Judge judge, boolean overlap) {
        StreamSettings settings = new StreamSettings(
                "soak",
                overlap ? Flows.overlapping(TOPICS, LIMITS) : Flows.of(TOPICS, LIMITS),
                false,
                1,
                Guarantee.EXACTLY_ONCE_V2,
                // Faults here are made and over: a thread is to rest before a replacement only where they come in a
                // row.
                new RestartLimits(10_000, Duration.ofSeconds(10)),
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "client.id",
                        "soak-" + number,
                        // The others learn of a rebalance by their heartbeats: Kafka's 3 s are longer than the next
                        // fault.
                        "heartbeat.interval.ms",
                        "300",
                        // How long a dead thread of the classic protocol keeps its partitions.
                        "session.timeout.ms",
                        "1500"));
        application = ScoringApplication.start(
                settings,
                new ScoringTopology(
                        new FaultyModel(model),
                        new Preprocessing(model.shape(), Preprocessing.Fit.STRETCH),
                        DecodeLimits.DEFAULT,
                        judge,
                        settings.flow(),
                        new FaultyObserver(),
                        Clock.systemUTC()));
    }

    /** Either a model that fails on whatever it is given, or a throw when part of a batch has been forwarded. */
    @Override
    public void injectThrow(Random random) {
        (random.nextBoolean() ? modelFaults : forwardFaults).incrementAndGet();
    }

    @Override
    public void close() {
        application.close();
    }

    private static boolean take(AtomicInteger faults) {
        return faults.getAndUpdate(armed -> Math.max(0, armed - 1)) > 0;
    }

    private final class FaultyModel implements ImageModel {
        private final ImageModel model;

        FaultyModel(ImageModel model) {
            this.model = model;
        }

        @Override
        public ModelIdentity identity() {
            return model.identity();
        }

        @Override
        public ElboForm form() {
            return model.form();
        }

        @Override
        public ImageInspector newInspector() {
            return model.newInspector();
        }

        @Override
        public ImageScorer newScorer() {
            ImageScorer scorer = model.newScorer();
            return new ImageScorer() {
                private boolean broken;

                @Override
                public List<ElboTerms> score(List<byte[]> images) {
                    if (broken || take(modelFaults)) {
                        broken = true;
                        throw new IllegalStateException("injected: the model of this thread is broken for good");
                    }
                    return scorer.score(images);
                }

                @Override
                public String provider() {
                    return scorer.provider();
                }

                @Override
                public void close() {
                    scorer.close();
                }
            };
        }

        @Override
        public void close() {}
    }

    private final class FaultyObserver implements ScoringObserver {
        private int scored;

        @Override
        public void received(int bytes) {}

        @Override
        public void decoded(long nanos) {}

        @Override
        public void waiting(int images, long bytes) {}

        @Override
        public void scoredBatch(FlushReason reason, int images, long inferenceNanos) {
            scored = 0;
        }

        @Override
        public void scored(ImageOrigin origin, ElboTerms terms, Verdict verdict, long ageMillis) {
            if (++scored == 3 && take(forwardFaults)) {
                throw new IllegalStateException("injected: in the middle of forwarding a batch");
            }
        }

        @Override
        public void rejected(ImageOrigin origin, Rejection.Reason reason, long ageMillis) {}
    }
}
