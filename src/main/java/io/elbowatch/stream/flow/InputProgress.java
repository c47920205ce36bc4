package io.elbowatch.stream.flow;

import io.elbowatch.stream.wire.ResultsEnd;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** How far the tasks of this process have come in the input topics. Each task uses its own partitions. */
final class InputProgress {
    private final List<String> inputs;
    private final InputReads reads;
    private final Map<TopicPartition, Reached> reached = new ConcurrentHashMap<>();

    /** How far a task has come in one partition. Used by its thread. */
    static final class Reached {
        private static final long NOWHERE = -1;

        private final String topic;
        private long next = NOWHERE;

        private Reached(String topic) {
            this.topic = topic;
        }

        boolean isOf(String name) {
            return topic.equals(name);
        }

        /** An image enters. Whatever becomes of it leaves before the next commit. */
        void take(long offset) {
            next = offset + 1;
        }
    }

    InputProgress(List<String> inputs, InputReads reads) {
        this.inputs = List.copyOf(inputs);
        this.reads = reads;
    }

    /** A task begins; it has read nothing. */
    void begin(int partition) {
        inputs.forEach(topic -> reached.put(new TopicPartition(topic, partition), new Reached(topic)));
    }

    /** Of a task that has begun. */
    Reached of(String topic, int partition) {
        return reached.get(new TopicPartition(topic, partition));
    }

    InputReads reads() {
        return reads;
    }

    /** Where the results of a task end if it commits now, in the topics of which it has read something. */
    List<ResultsEnd> ends(int partition) {
        return inputs.stream()
                .map(topic -> new TopicPartition(topic, partition))
                .flatMap(input -> end(input).stream())
                .toList();
    }

    private Optional<ResultsEnd> end(TopicPartition input) {
        Reached task = reached.get(input);
        return task == null || task.next == Reached.NOWHERE
                ? Optional.empty()
                : reads.topic(input, task.next).map(id -> new ResultsEnd(input.topic(), id, task.next));
    }
}
