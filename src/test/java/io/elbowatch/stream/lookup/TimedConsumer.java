package io.elbowatch.stream.lookup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A consumer of records that a test writes, which finds offsets by time and reads again what was read before. */
final class TimedConsumer extends MockConsumer<byte[], byte[]> {
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> written = new HashMap<>();
    private final Map<TopicPartition, Long> begins = new HashMap<>();
    private int read;
    private String refused = "";

    TimedConsumer() {
        super("none");
    }

    void create(String topic, int partitions) {
        updatePartitions(
                topic,
                IntStream.range(0, partitions)
                        .mapToObj(i -> new PartitionInfo(topic, i, null, null, null))
                        .toList());
        for (int i = 0; i < partitions; i++) {
            written.put(new TopicPartition(topic, i), new ArrayList<>());
        }
        bounds();
    }

    /** Returns its offset. */
    long write(String topic, int partition, long atMillis, byte[] key, byte[] value, RecordHeaders headers) {
        TopicPartition at = new TopicPartition(topic, partition);
        List<ConsumerRecord<byte[], byte[]>> log = written.get(at);
        log.add(new ConsumerRecord<>(
                topic,
                partition,
                log.size(),
                atMillis,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty()));
        bounds();
        return log.size() - 1;
    }

    /** Retention deletes what is before an offset. */
    void delete(String topic, int partition, long before) {
        begins.put(new TopicPartition(topic, partition), before);
        bounds();
    }

    /** From now on nobody answers for a topic. */
    void refuse(String topic) {
        refused = topic;
    }

    @Override
    public synchronized Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
        if (partitions.stream().anyMatch(partition -> partition.topic().equals(refused))) {
            throw new TimeoutException("no leader");
        }
        return super.beginningOffsets(partitions);
    }

    /** How many records were delivered. */
    int read() {
        return read;
    }

    private void bounds() {
        written.forEach((at, log) -> {
            updateBeginningOffsets(Map.of(at, begins.getOrDefault(at, 0L)));
            updateEndOffsets(Map.of(at, (long) log.size()));
        });
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> times, Duration timeout) {
        Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
        times.forEach((at, millis) -> written.get(at).stream()
                .filter(record -> record.timestamp() >= millis && record.offset() >= begins.getOrDefault(at, 0L))
                .findFirst()
                .ifPresent(record -> found.put(at, new OffsetAndTimestamp(record.offset(), record.timestamp()))));
        return found;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        for (TopicPartition at : assigned()) {
            List<ConsumerRecord<byte[], byte[]>> log = written.get(at);
            int position = (int) position(at);
            log.subList(position, Math.min(log.size(), position + 500)).forEach(this::addRecord);
        }
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        read += records.count();
        return records;
    }

    private Collection<TopicPartition> assigned() {
        return assignment().stream().filter(at -> !paused().contains(at)).toList();
    }
}
