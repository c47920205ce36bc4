package io.elbowatch.lab.soak;

import io.elbowatch.lab.broker.CommittedReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A client that reads all committed records of topics from the beginning, each once. Used by one thread. */
interface OutcomeReader extends AutoCloseable {

    /** Reads what comes within the timeout. */
    void read(Duration timeout, Consumer<ConsumerRecord<byte[], byte[]>> each);

    List<TopicPartition> partitions();

    /** Whether it has read up to this offset in each of these partitions. */
    boolean hasReached(Map<TopicPartition, Long> ends);

    @Override
    void close();

    /** Kafka's own consumer. */
    static OutcomeReader ofKafka(CommittedReader reader) {
        return new OutcomeReader() {
            @Override
            public void read(Duration timeout, Consumer<ConsumerRecord<byte[], byte[]>> each) {
                reader.poll(timeout).forEach(each);
            }

            @Override
            public List<TopicPartition> partitions() {
                return reader.partitions();
            }

            @Override
            public boolean hasReached(Map<TopicPartition, Long> ends) {
                return reader.hasReached(ends);
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }
}
