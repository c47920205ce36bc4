package io.elbowatch.stream.flow;

import com.sun.management.ThreadMXBean;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.ImageTimestamp;
import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.access.StreamsProperties;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.testing.Flows;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

import static org.awaitility.Awaitility.await;

/**
 * The cost of a topic of images for one stream thread with exactly-once, in counts that do not depend on the machine.
 * All batches are full except those before a commit. A commit comes when all images are read, or after an interval so
 * long that it rarely ends earlier: a slow machine changes neither.
 *
 * @param images number of images
 * @param allocatedBytes of the stream thread per image, from the time it leaves its queue to the end of the topology;
 *     the fetches of the consumer, megabytes at a time, are not counted
 * @param records that the stream sent, to all topics
 * @param transactions that it committed or aborted
 * @param elapsed from the start of the stream to the last commit
 */
record FlowCost(long images, double allocatedBytes, long records, long transactions, Duration elapsed) {
    static final Duration COMMIT_INTERVAL = Duration.ofSeconds(20);
    static final BatchLimits BATCH = new BatchLimits(64, 64 << 20, Duration.ofMinutes(1));

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final AtomicInteger RUNS = new AtomicInteger();

    /**
     * Runs a topology over a whole topic.
     *
     * @param source the node of the topology that reads it
     * @param scores the one topic of one partition that gets a record of each image
     */
    static FlowCost of(
            EmbeddedBroker broker, Topology topology, String source, Topics topics, String scores, long images)
            throws ExecutionException, InterruptedException, TimeoutException {
        Tally tally = new Tally(images);
        topology.addProcessor("tally", tally::newProcessor, source);
        Properties properties = properties(broker, topics, tally);
        String application = properties.getProperty(StreamsConfig.APPLICATION_ID_CONFIG);
        try (KafkaStreams streams = new KafkaStreams(topology, properties);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            long endBefore = end(admin, scores, IsolationLevel.READ_UNCOMMITTED);
            long begun = System.nanoTime();
            streams.start();
            await().atMost(Duration.ofMinutes(2)).until(() -> committed(admin, application, topics.images()) >= images);
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
            // Each transaction writes a marker to each of its partitions, maybe after it is known as committed.
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> end(admin, scores, IsolationLevel.READ_COMMITTED)
                            == end(admin, scores, IsolationLevel.READ_UNCOMMITTED));
            long transactions = end(admin, scores, IsolationLevel.READ_UNCOMMITTED) - endBefore - images;
            return new FlowCost(images, tally.mean, sent(streams), transactions, elapsed);
        }
    }

    /** The number of commit intervals in the elapsed time. */
    long intervals() {
        return elapsed.toMillis() / COMMIT_INTERVAL.toMillis();
    }

    private static Properties properties(EmbeddedBroker broker, Topics topics, Tally tally) {
        Properties properties = StreamsProperties.of(
                new StreamSettings(
                        "cost-" + RUNS.incrementAndGet(),
                        Flows.of(topics, BATCH),
                        false,
                        1,
                        Guarantee.EXACTLY_ONCE_V2,
                        new RestartLimits(0, Duration.ofMinutes(1)),
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "commit.interval.ms",
                                Long.toString(COMMIT_INTERVAL.toMillis()),
                                "transaction.timeout.ms",
                                Long.toString(3 * COMMIT_INTERVAL.toMillis()))),
                1 << 20);
        // With two requests in flight the broker may get the second one first: it refuses it, and all is sent again.
        properties.put(StreamsConfig.producerPrefix("max.in.flight.requests.per.connection"), 1);
        properties.put(StreamsConfig.mainConsumerPrefix("auto.offset.reset"), "earliest");
        properties.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, Departure.class);
        properties.put(Departure.TALLY, tally);
        return properties;
    }

    private static long committed(Admin admin, String application, String topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(application)
                .partitionsToOffsetAndMetadata()
                .get(10, TimeUnit.SECONDS);
        return offsets.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }

    private static long end(Admin admin, String topic, IsolationLevel level)
            throws ExecutionException, InterruptedException, TimeoutException {
        TopicPartition partition = new TopicPartition(topic, 0);
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(level))
                .partitionResult(partition)
                .get(10, TimeUnit.SECONDS)
                .offset();
    }

    private static long sent(KafkaStreams streams) {
        return streams.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().group().equals("producer-metrics")
                        && metric.getKey().name().equals("record-send-total"))
                .mapToLong(metric -> (long) (double) metric.getValue().metricValue())
                .sum();
    }

    /**
     * Kafka Streams asks for the time of a record when the record before it, of the same partition, leaves the queue.
     */
    public static final class Departure implements TimestampExtractor, Configurable {
        static final String TALLY = "cost.tally";

        private final TimestampExtractor extractor = new ImageTimestamp();
        private Tally tally;

        @Override
        public void configure(Map<String, ?> properties) {
            tally = (Tally) properties.get(TALLY);
        }

        @Override
        public long extract(ConsumerRecord<Object, Object> next, long partitionTime) {
            long timestamp = extractor.extract(next, partitionTime);
            tally.begin(next.partition(), next.offset() - 1);
            return timestamp;
        }
    }

    /**
     * Gets every image last, on the stream thread, and counts what the thread has allocated since the image left its
     * queue.
     */
    private static final class Tally {
        private final long images;
        private volatile double mean;
        private int partition;
        private long offset;
        private long allocatedBefore;
        private long seen;
        private long counted;
        private long bytes;

        private Tally(long images) {
            this.images = images;
        }

        private void begin(int ofPartition, long atOffset) {
            partition = ofPartition;
            offset = atOffset;
            allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        }

        /** Leaves out the last image of a queue: the time at which it left is unknown. */
        private void end(RecordMetadata image) {
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            if (++seen > images / 2 && image.partition() == partition && image.offset() == offset) {
                counted++;
                bytes += allocated - allocatedBefore;
                mean = bytes / (double) counted;
            }
        }

        private Processor<byte[], byte[], byte[], byte[]> newProcessor() {
            return new ContextualProcessor<>() {
                @Override
                public void process(Record<byte[], byte[]> image) {
                    end(context().recordMetadata().orElseThrow());
                    if (seen == images) {
                        context().commit();
                    }
                }
            };
        }
    }
}
