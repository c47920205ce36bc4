package io.elbowatch.stream;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that scores with a model that is slower than images come, and says at its end how many bytes waited for a batch at most. Arguments:
 * brokers, how many images there are.
 */
final class SlowScorer {
    static final long BATCH_BYTES = 8 << 20;
    private static final Duration AN_IMAGE = Duration.ofMillis(5);
    private static final Duration NEVER = Duration.ofMinutes(5);

    private SlowScorer() {}

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> kafka = Map.of(
                "bootstrap.servers", arguments[0],
                // Nothing but their bytes lets batches out.
                "commit.interval.ms", "60000",
                "transaction.timeout.ms", "600000");
        StreamSettings settings = new StreamSettings(
                "slow",
                Flows.of(Topics.DEFAULT, new BatchLimits(1_000, BATCH_BYTES, NEVER)),
                false,
                1,
                Guarantee.EXACTLY_ONCE_V2,
                new RestartLimits(0, Duration.ofHours(1)),
                kafka);
        MostBytes observer = new MostBytes(Integer.parseInt(arguments[1]));
        ScoringApplication application = ScoringApplication.start(
                settings,
                new ScoringTopology(
                        new FakeModel(SlowScorer::terms),
                        new Preprocessing(FakeModel.SHAPE, Preprocessing.Fit.STRETCH),
                        DecodeLimits.DEFAULT,
                        new Judge(Calibrations.upTo(199), 1, Decider.DEFAULT, 0.05),
                        settings.flow(),
                        observer,
                        Clock.systemUTC()));
        observer.almostAll.await();
        application.close();
        System.out.println("most_waiting_bytes=" + observer.most);
    }

    private static ElboTerms terms(byte[] image) {
        LockSupport.parkNanos(AN_IMAGE.toNanos());
        return FakeModel.meanPixel(image);
    }

    private static final class MostBytes implements ScoringObserver {
        private final AtomicLong bytesWaiting = new AtomicLong();
        private final CountDownLatch almostAll;
        private volatile long most;

        /** The last batch, which never fills, is let out by the end. */
        MostBytes(int images) {
            almostAll = new CountDownLatch(images - (int) (BATCH_BYTES >> 20));
        }

        @Override
        public void waiting(int images, long bytes) {
            most = Math.max(most, bytesWaiting.addAndGet(bytes));
        }

        @Override
        public void scored(ImageOrigin origin, ElboTerms terms, Verdict verdict, long ageMillis) {
            almostAll.countDown();
        }

        @Override
        public void received(int bytes) {}

        @Override
        public void decoded(long nanos) {}

        @Override
        public void scoredBatch(FlushReason reason, int images, long inferenceNanos) {}

        @Override
        public void rejected(ImageOrigin origin, Rejection.Reason reason, long ageMillis) {}
    }
}
