package io.elbowatch.stream;

import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.monitor.StreamReading;
import io.elbowatch.stream.monitor.StreamReading.Figure;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A model that hangs, with a real broker: liveness and lag show it, although no thread makes progress. */
class StuckStreamIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(2);

    private final Records records = broker.records();
    private final FakeModel model = new FakeModel();
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void shouldNotBeLiveAndShowItsLagWhileTheModelHangs() {
        try (ScoringApplication application = start()) {
            await().atMost(TIMEOUT).until(() -> application.status().ready());
            assertThat(reading(application, Figure.TASKS)).hasValue(2);
            assertThat(reading(application, Figure.PARTITIONS)).hasValue(2);
            model.failingOn(image -> {
                awaitRelease();
                return false;
            });
            records.send("images", "key", Collections.nCopies(20, new byte[] {1, 2, 3, 4}));

            await().atMost(TIMEOUT).until(() -> !application.status().live());
            assertThat(application.status().ready()).isFalse();
            assertThat(application.status().detail().get("stuck"))
                    .startsWith("a run of the model has not returned for ");
            await().atMost(TIMEOUT)
                    .until(() -> reading(application, Figure.LAG_SECONDS).orElse(0) > 5);
            assertThat(reading(application, Figure.LAG_IMAGES)).hasValue(20);

            released.countDown();
            await().atMost(TIMEOUT).until(() -> application.status().ready());
            await().atMost(TIMEOUT)
                    .until(() -> reading(application, Figure.LAG_SECONDS).orElse(1) == 0);
            assertThat(reading(application, Figure.COMMITS).orElse(0)).isPositive();
        }
        assertThat(records.readAll(List.of("scores"))).hasSize(20);
    }

    /** The maximum over the partitions. */
    private static OptionalDouble reading(ScoringApplication application, Figure figure) {
        return application.readings().stream()
                .filter(reading -> reading.figure() == figure)
                .mapToDouble(StreamReading::value)
                .max();
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ScoringApplication start() {
        return broker.stream("stuck")
                .of(model)
                .in(new BatchLimits(4, 1 << 20, Duration.ofMillis(20)))
                .replacingThreads(new RestartLimits(5, Duration.ofMinutes(1)))
                // The timeout of the consumer only: those of the broker and the transaction outlast the test.
                .kafka("max.poll.interval.ms", 3_000)
                .kafka("transaction.timeout.ms", 600_000)
                .start();
    }
}
