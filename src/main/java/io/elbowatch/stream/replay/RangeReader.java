package io.elbowatch.stream.replay;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.SideConsumer;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.intake.Intakes;
import io.elbowatch.stream.reference.ObjectSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a range of a topic: committed records only, without a group, and without an effect on anything that reads or
 * writes there. The end is that of the opening, so the range can be read again. {@link #stop} is for any thread, all else
 * for one.
 */
public final class RangeReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** A broker that is away for longer than it takes to elect another. */
    private static final Duration STALLED = Duration.ofSeconds(60);

    private static final int FETCH_BYTES = 16 << 20;

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final TopicBounds bounds;
    private final String bootstrapServers;
    private final RangeSpans spans;
    private final Function<ConsumerRecord<byte[], byte[]>, RangeRecord> reading;
    private final Map<Integer, Long> overtaken = new TreeMap<>();
    private volatile boolean stopped;

    private RangeReader(
            Consumer<byte[], byte[]> consumer,
            String topic,
            TopicBounds bounds,
            String bootstrapServers,
            Function<ConsumerRecord<byte[], byte[]>, RangeRecord> reading) {
        this.consumer = consumer;
        this.reading = reading;
        this.topic = topic;
        this.bounds = bounds;
        this.bootstrapServers = bootstrapServers;
        this.spans = RangeSpans.find(consumer, topic, bounds, TIMEOUT);
    }

    /**
     * Finds the range.
     *
     * @throws Refusal when the topic or a partition does not exist, or may not be read
     */
    public static RangeReader open(StreamSettings settings, String topic, TopicBounds bounds) {
        return open(settings, topic, bounds, RecordContent::asItCame);
    }

    /** Finds a range of images, which are read as the stream reads them, and follows no reference. @throws Refusal as above */
    public static RangeReader openImages(StreamSettings settings, String topic, TopicBounds bounds) {
        return openImages(settings, topic, bounds, Optional.empty());
    }

    /**
     * Finds a range of images, which are read as the stream reads them.
     *
     * @param objects of records that refer to their images; empty where none are fetched
     * @throws Refusal as above
     */
    public static RangeReader openImages(
            StreamSettings settings, String topic, TopicBounds bounds, Optional<? extends ObjectSource> objects) {
        Intakes intakes = new Intakes(settings.flow().intake());
        return open(settings, topic, bounds, new RecordContent(intakes, objects)::image);
    }

    private static RangeReader open(
            StreamSettings settings,
            String topic,
            TopicBounds bounds,
            Function<ConsumerRecord<byte[], byte[]>, RangeRecord> reading) {
        String servers = settings.bootstrapServers();
        Consumer<byte[], byte[]> consumer = null;
        try {
            consumer = consumer(settings);
            return new RangeReader(consumer, topic, bounds, servers, reading);
        } catch (KafkaException e) {
            closeQuietly(consumer);
            throw KafkaFailure.refusal("read the topic " + topic, servers, e);
        } catch (Refusal e) {
            closeQuietly(consumer);
            throw e;
        }
    }

    private static void closeQuietly(Consumer<byte[], byte[]> consumer) {
        if (consumer != null) {
            consumer.close();
        }
    }

    private static Consumer<byte[], byte[]> consumer(StreamSettings settings) {
        Map<String, Object> properties = new HashMap<>(SideConsumer.properties(settings, "replay", TIMEOUT));
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), SideConsumer.values(settings));
    }

    /** How many offsets the range has: at least as many as it has records, since transactions take some, too. */
    public long offsets() {
        return spans.offsets();
    }

    /** What retention deleted of the range, before and while it was read: one sentence for each partition. */
    public List<String> gaps() {
        List<String> gaps = new ArrayList<>(spans.gaps());
        overtaken.forEach((partition, count) -> gaps.add(count + " offsets of partition " + partition + " of " + topic
                + " were deleted before they were read: retention was faster"));
        return gaps;
    }

    /**
     * Reads the whole range, partitions in no order, each of them in order.
     *
     * @param progress hears how many offsets have been passed
     * @throws Refusal when the cluster does not answer, or the reading is stopped
     */
    public void read(java.util.function.Consumer<RangeRecord> receiver, LongConsumer progress) {
        try {
            overtaken.clear();
            Map<TopicPartition, Long> ends = spans.ends(topic);
            assign(ends.keySet());
            spans.begins(topic).forEach(consumer::seek);
            while (!ends.isEmpty()) {
                poll(ends, receiver);
                progress.accept(offsets() - left(ends));
            }
        } catch (KafkaException e) {
            throw KafkaFailure.refusal("read the topic " + topic, bootstrapServers, e);
        }
    }

    /** A partition that stays assigned would stay paused, too, where it was read to its end before. */
    private void assign(Set<TopicPartition> partitions) {
        consumer.assign(partitions);
        consumer.resume(partitions);
    }

    /** Polls until something has moved, and forgets the partitions whose end is reached. */
    private void poll(Map<TopicPartition, Long> ends, java.util.function.Consumer<RangeRecord> receiver) {
        long before = left(ends);
        long since = System.nanoTime();
        while (left(ends) == before) {
            if (stopped) {
                throw new Refusal("stopped before the end of the range", "start again");
            }
            if (System.nanoTime() - since > STALLED.toNanos()) {
                throw new Refusal(
                        "cannot read the topic " + topic + " at " + bootstrapServers + ": no record within "
                                + STALLED.toSeconds() + " s",
                        "check that its brokers run");
            }
            try {
                consumer.poll(POLL).forEach(record -> pass(record, ends, receiver));
            } catch (OffsetOutOfRangeException e) {
                skipDeleted(e, ends);
            }
            Set<TopicPartition> done = ends.keySet().stream()
                    .filter(partition -> consumer.position(partition) >= ends.get(partition))
                    .collect(Collectors.toSet());
            if (!done.isEmpty()) {
                consumer.pause(done);
                ends.keySet().removeAll(done);
            }
        }
    }

    private long left(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - consumer.position(end.getKey()))
                .sum();
    }

    private void pass(
            ConsumerRecord<byte[], byte[]> record,
            Map<TopicPartition, Long> ends,
            java.util.function.Consumer<RangeRecord> receiver) {
        Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
        boolean within = end != null && record.offset() < end;
        if (within && (!(bounds instanceof TopicBounds.Times times) || times.has(record.timestamp()))) {
            receiver.accept(reading.apply(record));
        }
    }

    /** Goes on with the first record that is left. */
    private void skipDeleted(OffsetOutOfRangeException deleted, Map<TopicPartition, Long> ends) {
        consumer.beginningOffsets(deleted.partitions(), TIMEOUT).forEach((partition, begin) -> {
            long wanted = deleted.offsetOutOfRangePartitions().get(partition);
            long end = ends.getOrDefault(partition, wanted);
            overtaken.merge(partition.partition(), Math.max(0, Math.min(begin, end) - wanted), Long::sum);
            consumer.seek(partition, Math.max(begin, wanted));
        });
    }

    /** One record of the topic; empty if it is deleted or was never committed. @throws Refusal as {@link #read} */
    public Optional<RangeRecord> fetch(int partition, long offset) {
        TopicPartition at = new TopicPartition(topic, partition);
        List<RangeRecord> found = new ArrayList<>();
        try {
            assign(Set.of(at));
            consumer.seek(at, offset);
            Map<TopicPartition, Long> end = new HashMap<>(Map.of(at, offset + 1));
            while (!end.isEmpty()) {
                poll(end, record -> {
                    if (record.offset() == offset) {
                        found.add(record);
                    }
                });
            }
        } catch (KafkaException e) {
            throw KafkaFailure.refusal("read the topic " + topic, bootstrapServers, e);
        }
        return found.stream().findFirst();
    }

    /** Ends the reading soon, with a {@link Refusal}. */
    public void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
