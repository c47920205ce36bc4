package io.elbowatch.stream.flow;

import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.testing.Bundles;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limits the cost of an image from raw bytes to its score, with a real broker, the real model and all metrics. A
 * growing count is a regression on every machine. The wall clock is printed and decides nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlowCostIT {
    /**
     * Bytes that the stream thread allocates per image in addition to those of Kafka: measured when the limit was set,
     * and the maximum. Both are of the first compiler alone, with which the build tests: it removes no allocation.
     */
    private enum Limit {
        /** 784 raw bytes; the model is a perceptron. */
        SMALL(3_400, 3_800),
        /** 4,096 raw bytes: one more copy of the image, in any place, is far above the limit. */
        LARGE(3_400, 3_900);

        private final double measured;
        private final double max;

        Limit(double measured, double max) {
            this.measured = measured;
            this.max = max;
        }
    }

    private static final int SMALL_IMAGES = 20_000;
    private static final int LARGE_IMAGES = 6_000;
    private static final int MAX_ROUNDS = 6;

    private EmbeddedBroker broker;
    private CostlyFlow small;

    @BeforeAll
    void start() throws Exception {
        broker = EmbeddedBroker.start();
        small = new CostlyFlow(broker, Bundles.FASHION_MNIST, "small", SMALL_IMAGES);
        small.score(); // also compiles Kafka's code
        small.passThrough();
        small.passThrough();
    }

    @AfterAll
    void close() {
        small.close();
        broker.close();
    }

    @Test
    void shouldAllocateNoMorePerImage() throws Exception {
        hold(Limit.SMALL, small);
    }

    @Test
    void shouldCopyNoImageOnTheHeap() throws Exception {
        try (CostlyFlow large = new CostlyFlow(broker, Bundles.BOARDS, "large", LARGE_IMAGES)) {
            large.passThrough();
            hold(Limit.LARGE, large);
        }
    }

    /** Code that is not yet compiled allocates a little more: another round follows. */
    private static void hold(Limit limit, CostlyFlow flow) throws Exception {
        for (int round = 0; round < MAX_ROUNDS && !(flow.allocatedBytes() <= limit.max); round++) {
            flow.score();
        }
        assertThat(flow.allocatedBytes())
                .as("bytes of an image %s; %,.0f when the limit was set", limit, limit.measured)
                .isLessThanOrEqualTo(limit.max);
    }

    @Test
    void shouldRunTheModelOnFullBatchesExceptBeforeACommit() {
        Map<String, Double> runs = small.modelRuns();
        long images = small.rounds().stream().mapToLong(FlowCost::images).sum();
        long transactions =
                small.rounds().stream().mapToLong(FlowCost::transactions).sum();
        assertThat(runs.get("count")).isLessThanOrEqualTo((double) images / FlowCost.BATCH.maxImages());
        assertThat(runs.get("commit")).isLessThanOrEqualTo((double) transactions);
        assertThat(runs.get("linger") + runs.get("bytes")).isZero();
    }

    @Test
    void shouldCommitNoMoreOftenThanTheIntervalSays() {
        for (FlowCost round : small.rounds()) {
            assertThat(round.transactions()).isBetween(1L, round.intervals() + 1);
        }
    }

    /** One score for each image, and one state for each source and interval, however many images it sent. */
    @Test
    void shouldSendOneRecordPerImageAndOnePerSourceAndInterval() {
        for (FlowCost round : small.rounds()) {
            assertThat(round.records())
                    .isLessThanOrEqualTo(round.images() + CostlyFlow.PARTITIONS * (round.intervals() + 1));
        }
    }
}
