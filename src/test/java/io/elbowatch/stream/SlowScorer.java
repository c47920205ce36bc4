package io.elbowatch.stream;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.ImageOrigin;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.TestStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A process whose model scores more slowly than images come. At the end it prints the maximum of the bytes that waited
 * for a batch. Arguments: brokers, number of images.
 */
final class SlowScorer {
    static final long BATCH_BYTES = 8 << 20;
    private static final Duration AN_IMAGE = Duration.ofMillis(5);
    private static final Duration NEVER = Duration.ofMinutes(5);

    private SlowScorer() {}

    public static void main(String[] arguments) throws InterruptedException {
        MostBytes observer = new MostBytes(Integer.parseInt(arguments[1]));
        ScoringApplication application = new TestStream("slow", arguments[0])
                .of(new FakeModel(SlowScorer::terms))
                .in(new BatchLimits(1_000, BATCH_BYTES, NEVER))
                // Only the limit of bytes makes a batch due.
                .kafka("commit.interval.ms", 60_000)
                .kafka("transaction.timeout.ms", 600_000)
                .seenBy(observer)
                .start();
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

        /** The last batch never fills; it leaves when the stream closes. */
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
    }
}
