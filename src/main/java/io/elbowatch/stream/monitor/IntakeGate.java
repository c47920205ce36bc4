package io.elbowatch.stream.monitor;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps a consumer from reading while results cannot be committed. Its partitions are paused then, so that it goes on polling
 * and stays in its group. What Kafka Streams has paused itself stays paused. Used by the consumer's thread.
 */
final class IntakeGate {
    private final BooleanSupplier shut;
    private final Set<TopicPartition> pausedAbove = new HashSet<>(); // by Kafka Streams
    private boolean pausing;

    IntakeGate(BooleanSupplier shut) {
        this.shut = shut;
    }

    /** To be called before each poll. Returns whether records may be handed on. */
    boolean isOpen(Consumer<byte[], byte[]> consumer) {
        if (shut.getAsBoolean()) {
            consumer.pause(consumer.assignment());
            pausing = true;
        } else if (pausing) {
            pausing = false;
            Set<TopicPartition> again = new HashSet<>(consumer.assignment());
            pausedAbove.retainAll(again);
            again.removeAll(pausedAbove);
            consumer.resume(again);
        }
        return !pausing;
    }

    void paused(Collection<TopicPartition> partitions) {
        pausedAbove.addAll(partitions);
    }

    /** Kafka Streams wants records of these partitions again. Returns whether they may be read on now. */
    boolean resumed(Collection<TopicPartition> partitions) {
        pausedAbove.removeAll(partitions);
        return !pausing;
    }
}
