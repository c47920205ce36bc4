package io.elbowatch.lab.soak;

import io.elbowatch.core.Refusal;
import io.elbowatch.lab.broker.BrokerAdmin;
import io.elbowatch.stream.flow.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Tells by the ends of the topics whether all is committed: images by the scorers' group, outcomes by transactions. */
record CommittedEnds(BrokerAdmin admin) {
    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(90);
    private static final List<TopicPartition> IMAGES = IntStream.range(0, Soak.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(Topics.DEFAULT.images(), partition))
            .toList();

    /** Whether the scorers have committed every image: an image that has not left by then is lost. */
    boolean haveAllImages() {
        Map<TopicPartition, Long> committed = admin.committed(ScorerSettings.APPLICATION);
        return admin.ends(IMAGES, IsolationLevel.READ_UNCOMMITTED).entrySet().stream()
                .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /** Reads to the end of all topics, once no transaction is open. @throws Refusal when one stays open */
    void settle(OutcomeChecker checker, BooleanSupplier stopped) {
        long endNanos = System.nanoTime() + SETTLE_TIMEOUT.toNanos();
        while (!stopped.getAsBoolean()) {
            Map<TopicPartition, Long> ends = admin.ends(checker.partitions(), IsolationLevel.READ_UNCOMMITTED);
            if (ends.equals(admin.ends(checker.partitions(), IsolationLevel.READ_COMMITTED))
                    && checker.hasReached(ends)) {
                return;
            }
            if (System.nanoTime() - endNanos > 0) {
                throw new Refusal(
                        "a transaction is open " + SETTLE_TIMEOUT + " after the last scorer has ended", SoakRun.REMEDY);
            }
            checker.read(Traffic.POLL_TIMEOUT);
        }
    }
}
