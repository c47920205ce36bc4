package io.elbowatch.stream;

import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.demo.broker.EmbeddedBroker;
import io.elbowatch.stream.StreamReading.Figure;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.Records;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A model that hangs, in a stream over a broker: the liveness and the lag tell of it, though no thread does anything. */
class StuckStreamIT {
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final BatchLimits LIMITS = new BatchLimits(4, 1 << 20, Duration.ofMillis(20));
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final FakeModel model = new FakeModel();
    private final CountDownLatch released = new CountDownLatch(1);
    private EmbeddedBroker broker;
    private Records records;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.start();
        broker.createTopics(
                Map.of("images", 2, "scores", 1, "anomalies", 1, "evidence", 1, "incidents", 1, "rejected", 1));
        records = new Records(broker.bootstrapServers());
    }

    @AfterEach
    void closeBroker() {
        released.countDown();
        broker.close();
    }

    @Test
    void shouldNotBeLiveAndShowItsLagWhileTheModelHangs() {
        try (ScoringApplication application = start()) {
            await().atMost(PATIENCE).until(() -> application.status().ready());
            assertThat(reading(application, Figure.TASKS)).hasValue(2);
            assertThat(reading(application, Figure.PARTITIONS)).hasValue(2);
            model.failingOn(image -> {
                awaitRelease();
                return false;
            });
            records.send("images", "key", Collections.nCopies(20, new byte[] {1, 2, 3, 4}));

            await().atMost(PATIENCE).until(() -> !application.status().live());
            assertThat(application.status().ready()).isFalse();
            assertThat(application.status().detail().get("stuck")).startsWith("a thread has not polled for ");
            await().atMost(PATIENCE)
                    .until(() -> reading(application, Figure.LAG_SECONDS).orElse(0) > 5);
            assertThat(reading(application, Figure.LAG_IMAGES)).hasValue(20);

            released.countDown();
            await().atMost(PATIENCE).until(() -> application.status().ready());
            await().atMost(PATIENCE)
                    .until(() -> reading(application, Figure.LAG_SECONDS).orElse(1) == 0);
            assertThat(reading(application, Figure.COMMITS).orElse(0)).isPositive();
        }
        assertThat(records.readAll(List.of("scores"))).hasSize(20);
    }

    /** The largest, of the partitions. */
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
        StreamSettings settings = new StreamSettings(
                "stuck",
                Flows.of(TOPICS, LIMITS),
                false,
                1,
                Guarantee.EXACTLY_ONCE_V2,
                new RestartLimits(5, Duration.ofMinutes(1)),
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        // The consumer's alone: the broker's and the transaction's patience is longer than the test.
                        "max.poll.interval.ms",
                        "3000",
                        "transaction.timeout.ms",
                        "600000"));
        return ScoringApplication.start(
                settings,
                new ScoringTopology(
                        model,
                        new Preprocessing(FakeModel.SHAPE, Preprocessing.Fit.STRETCH),
                        DecodeLimits.DEFAULT,
                        new Judge(Calibrations.upTo(999), 1, Decider.DEFAULT, 0.01),
                        Flows.of(TOPICS, LIMITS),
                        ScoringObserver.NONE,
                        Clock.systemUTC()));
    }
}
