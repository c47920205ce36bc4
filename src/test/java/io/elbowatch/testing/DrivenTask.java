package io.elbowatch.testing;

import java.lang.reflect.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.internals.StreamTask;
import org.apache.kafka.streams.processor.internals.StreamsProducer;

/**
 * A task of Kafka Streams out of a {@link TopologyTestDriver}, without the driver's commit after each record: the caller
 * commits and closes it, as a stream thread does. Exactly-once: outputs are visible after a commit alone. Several tasks
 * of one {@link Topology} in one thread are what they are in a stream thread.
 */
public final class DrivenTask {
    private final StreamTask task;
    private final Time time;
    private final MockProducer<byte[], byte[]> producer;
    private final StreamsProducer transactions;
    private final MockConsumer<byte[], byte[]> consumer;
    private final TopicPartition input;
    private Map<TopicPartition, OffsetAndMetadata> prepared = Map.of();
    private int seen; // outputs that commit() has returned

    /** @param topic the only input of the topology */
    public DrivenTask(Topology topology, String topic, Instant now) {
        Properties properties = Flows.properties();
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        TopologyTestDriver driver = new TopologyTestDriver(topology, properties, now);
        task = field(driver, "task");
        time = field(driver, "mockWallClockTime");
        producer = field(driver, "producer");
        transactions = field(driver, "testDriverProducer");
        consumer = field(driver, "consumer");
        input = new TopicPartition(topic, 0);
    }

    @SuppressWarnings("unchecked") // the caller names the type of the field
    private static <T> T field(TopologyTestDriver driver, String name) {
        try {
            Field field = TopologyTestDriver.class.getDeclaredField(name);
            field.setAccessible(true);
            return (T) field.get(driver);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another version of the test driver", e);
        }
    }

    /** Gives the task a record of its partition, which it processes next. */
    public void add(long offset, byte[] key, byte[] value) {
        task.addRecords(
                input,
                List.of(new ConsumerRecord<>(
                        input.topic(),
                        input.partition(),
                        offset,
                        time.milliseconds(),
                        TimestampType.CREATE_TIME,
                        key.length,
                        value.length,
                        key,
                        value,
                        new RecordHeaders(),
                        Optional.empty())));
        task.updateNextOffsets(input, new OffsetAndMetadata(offset + 1));
    }

    /** Processes the next record; after a failure the same one again. */
    public void process() {
        task.process(time.milliseconds());
    }

    /** Lets the wall clock go on. */
    public void tick(long millis) {
        time.sleep(millis);
        task.maybePunctuateSystemTime();
    }

    public void prepareCommit() {
        prepared = task.prepareCommit(true);
    }

    /** Completes a commit. @return the outputs that it made visible */
    public List<ProducerRecord<byte[], byte[]>> commit() {
        if (!prepared.isEmpty()) {
            transactions.commitTransaction(prepared, consumer.groupMetadata());
        }
        task.postCommit(true);
        List<ProducerRecord<byte[], byte[]>> all = producer.history();
        List<ProducerRecord<byte[], byte[]>> fresh = new ArrayList<>(all.subList(seen, all.size()));
        seen = all.size();
        return fresh;
    }

    /** The outputs that a commit of another task makes visible too: a stream thread has one transaction for all its tasks. */
    public List<ProducerRecord<byte[], byte[]>> uncommitted() {
        return producer.uncommittedRecords();
    }

    /** The offset of the last {@link #prepareCommit}, or another one where nothing was to be committed. */
    public long committed(long otherwise) {
        OffsetAndMetadata offset = prepared.get(input);
        return offset == null ? otherwise : offset.offset();
    }

    /** After a commit, as at a revocation. */
    public void closeClean() {
        task.suspend();
        task.closeClean();
    }

    /** As Kafka Streams closes a task of a thread that ends, or that has lost its partition. */
    public void closeDirty() {
        try {
            task.prepareCommit(false);
        } catch (RuntimeException e) {
            prepared = Map.of(); // Kafka Streams logs it and goes on
        }
        task.suspend();
        task.closeDirty();
    }
}
