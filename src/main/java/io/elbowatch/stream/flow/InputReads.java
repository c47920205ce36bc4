package io.elbowatch.stream.flow;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** What a task tells the readers of the input topics, and asks them. All calls come from the thread of the task. */
public interface InputReads {
    /** Nothing is known, and nothing is done about it. */
    InputReads NONE = new InputReads() {
        @Override
        public Optional<Uuid> topic(TopicPartition partition, long offset) {
            return Optional.empty();
        }

        @Override
        public OptionalLong begin(TopicPartition partition, Uuid topic, long results) {
            return OptionalLong.empty();
        }
    };

    /**
     * The topic in which an offset was read: there may have been another one of this name. Empty where no broker has said
     * it.
     */
    Optional<Uuid> topic(TopicPartition partition, long offset);

    /**
     * A task begins. Where the committed offset is behind its committed results, reading goes on behind the results: the
     * brokers have forgotten a commit. An offset that somebody chose is left as it is.
     *
     * @param topic in which the results were read that are committed
     * @param results the offset behind them
     * @return the same, or the chosen offset; empty where the results are those of another topic
     */
    OptionalLong begin(TopicPartition partition, Uuid topic, long results);
}
