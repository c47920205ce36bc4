package io.elbowatch.stream.flow;

import io.elbowatch.stream.wire.ResultsEnd;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** How far the tasks of this process have come in the input topics. Each task uses its own partitions. */
final class InputProgress {
    private final List<String> inputs;
    private final InputReads reads;
    private final Map<TopicPartition, Reached> reached = new ConcurrentHashMap<>();

    /** How far a task has come in one partition. Used by its thread. */
    static final class Reached {
        private final TopicPartition input;
        private final InputReads reads;
        private Optional<Uuid> topic = Optional.empty(); // of the last image
        private long next;

        private Reached(TopicPartition input, InputReads reads) {
            this.input = input;
            this.reads = reads;
        }

        boolean isOf(String name) {
            return input.topic().equals(name);
        }

        /**
         * An image enters. Whatever becomes of it leaves before the next commit. Its topic is asked for now: at the commit the
         * consumer may already read another topic of this name, of which no image has entered.
         */
        void take(long offset) {
            next = offset + 1;
            topic = reads.topic(input, next);
        }

        private Optional<ResultsEnd> end() {
            return topic.map(id -> new ResultsEnd(input.topic(), id, next));
        }
    }

    InputProgress(List<String> inputs, InputReads reads) {
        this.inputs = List.copyOf(inputs);
        this.reads = reads;
    }

    /**
     * A task begins; it has read nothing.
     *
     * @return what it alone writes to, by topic: a thread that was away for too long may still work on its former task
     */
    Map<String, Reached> begin(int partition) {
        Map<String, Reached> own = new HashMap<>();
        for (String topic : inputs) {
            TopicPartition input = new TopicPartition(topic, partition);
            own.put(topic, new Reached(input, reads));
            reached.put(input, own.get(topic));
        }
        return own;
    }

    InputReads reads() {
        return reads;
    }

    /** Where the results of a task end if it commits now, in the topics of which it has read something. */
    List<ResultsEnd> ends(int partition) {
        return inputs.stream()
                .map(topic -> reached.get(new TopicPartition(topic, partition)))
                .flatMap(task -> task == null ? Stream.empty() : task.end().stream())
                .toList();
    }
}
