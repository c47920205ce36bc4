package io.elbowatch.stream.flow;

import io.elbowatch.stream.intake.Intakes;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Tells what one consumer has handed to its stream thread. Used by that thread. */
@FunctionalInterface
public interface ReadAhead {
    /** Nobody is told. */
    ReadAhead NONE = (records, assigned) -> {};

    /** @param assigned all partitions of the consumer */
    void read(ConsumerRecords<byte[], byte[]> records, Supplier<Set<TopicPartition>> assigned);

    /** Has images decoded before the stream thread comes to them, if the model side does that. */
    static ReadAhead of(ScoringModel scoring, Intakes intakes) {
        return scoring.ahead().isOn()
                ? (records, assigned) -> scoring.ahead().read(records, assigned.get(), scoring, intakes)
                : NONE;
    }
}
