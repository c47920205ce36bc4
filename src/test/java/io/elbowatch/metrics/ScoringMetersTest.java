package io.elbowatch.metrics;

import com.sun.management.ThreadMXBean;
import io.elbowatch.core.Rejection;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.flow.ScoringObserver;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScoringMetersTest {
    private static final int IMAGES = 2_000;
    /** The library allocates one AtomicBoolean per observation in each histogram; measured with -Xint. */
    private static final int HISTOGRAM_BYTES = (Score.values().length + 1) * 16;
    /** The key under which the source of a scored and of a rejected image is looked up. */
    private static final int KEY_BYTES = 2 * 16;

    @Test
    void shouldAllocateNoMoreThanTheHistogramsAndTheLookupOfTheSource() {
        try (Metrics metrics = new Metrics(TestModel.IDENTITY, TestModel.judge())) {
            Verdict verdict = TestModel.judge().judge(TestModel.NORMAL);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            images(metrics.observer(), verdict);

            long before = threads.getCurrentThreadAllocatedBytes();
            images(metrics.observer(), verdict);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertThat(allocated / IMAGES).isLessThanOrEqualTo(HISTOGRAM_BYTES + KEY_BYTES);
        }
    }

    private static void images(ScoringObserver observer, Verdict verdict) {
        for (int i = 0; i < IMAGES; i++) {
            observer.received(512);
            observer.decoded(40_000);
            observer.scored(TestModel.ORIGIN, TestModel.NORMAL, verdict, 60);
            observer.rejected(TestModel.ORIGIN, Rejection.Reason.EMPTY, 5);
        }
    }
}
