package io.elbowatch.stream.live;

import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.flow.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.Header;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Finds and reads the partitions of the output topics. A missing or forbidden topic is tried again and does not keep
 * the others from being read; a partition added later is read too. Used by one thread, with one consumer after another.
 */
final class OutputTopics {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final long DISCOVERY_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long PROBE_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Topics topics;
    private final InputNames inputs;
    private final String bootstrapServers;
    private final Clock clock;
    private final ReadPositions positions;
    private final Map<TopicPartition, Output> outputs = new HashMap<>();
    private final Map<Output, Unreadable> unreadable = new EnumMap<>(Output.class);
    private final Set<TopicPartition> assigned = new HashSet<>();
    /** Read up to where they ended when reading began. */
    private final Set<TopicPartition> caughtUp = new HashSet<>();

    private String brokersAway = ""; // empty while the brokers answer
    private long awayMillis; // 0 while the brokers answer
    private long discoveredNanos;
    private long probedNanos;

    /** Why a topic is not read. A denial shows only some time after the request, so it stays for a while. */
    private record Unreadable(String why, long untilNanos) {}

    OutputTopics(Topics topics, String bootstrapServers, Clock clock) {
        this.topics = topics;
        this.inputs = new InputNames(topics.inputs());
        this.bootstrapServers = bootstrapServers;
        this.clock = clock;
        positions = new ReadPositions(clock);
    }

    /** Continues with another consumer where the last one ended. */
    void begin() {
        assigned.clear();
        discoveredNanos = System.nanoTime() - DISCOVERY_INTERVAL_NANOS;
        probedNanos = System.nanoTime();
    }

    /** What is wrong, in words for a watcher; empty for nothing. */
    List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        unreadable.values().forEach(topic -> troubles.add(topic.why()));
        if (!brokersAway.isEmpty()) {
            troubles.add(brokersAway);
        }
        return troubles;
    }

    /** The topics of which everything has been read that was there when reading began. */
    Set<Output> read() {
        Set<Output> read = EnumSet.noneOf(Output.class);
        assigned.forEach(partition -> read.add(outputs.get(partition)));
        assigned.stream()
                .filter(partition -> !caughtUp.contains(partition))
                .forEach(partition -> read.remove(outputs.get(partition)));
        read.removeAll(unreadable.keySet());
        return read;
    }

    /** Since when no broker answers; 0 while they answer. */
    long awayMillis() {
        return awayMillis;
    }

    /** A failure in words for a watcher. */
    String inWords(RuntimeException failure) {
        return KafkaFailure.refusal("read the output topics", bootstrapServers, failure)
                .getMessage();
    }

    /** Passes on the records that have arrived; waits a moment for the first. */
    void read(Consumer<byte[], byte[]> consumer, BiConsumer<Output, OutputRecord> receiver) {
        long now = System.nanoTime();
        if (now - discoveredNanos >= DISCOVERY_INTERVAL_NANOS) {
            discover(consumer);
            discoveredNanos = System.nanoTime();
        }
        if (now - probedNanos >= PROBE_INTERVAL_NANOS) {
            probe(consumer);
            probedNanos = System.nanoTime();
        }
        if (assigned.isEmpty()) {
            LockSupport.parkNanos(this, POLL.toNanos()); // Kafka refuses a poll without partitions.
            return;
        }
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                pass(record, receiver);
            }
            assigned.stream()
                    .filter(partition -> !caughtUp.contains(partition))
                    .filter(partition -> positions.caughtUp(partition, consumer.position(partition, TIMEOUT)))
                    .forEach(caughtUp::add);
        } catch (TopicAuthorizationException e) {
            forbidden(e.unauthorizedTopics());
            consumer.assign(assigned);
        } catch (InvalidOffsetException e) {
            consumer.seekToEnd(e.partitions()); // The records were deleted before they were read.
        }
    }

    /** Asks for an end offset. A poll does not tell a broker that is away from one without records. */
    private void probe(Consumer<byte[], byte[]> consumer) {
        if (assigned.isEmpty()) {
            return;
        }
        try {
            consumer.endOffsets(List.of(assigned.iterator().next()), TIMEOUT);
            brokersAway = "";
            awayMillis = 0;
        } catch (TimeoutException e) {
            if (brokersAway.isEmpty()) {
                awayMillis = clock.millis();
                brokersAway = "no answer from " + bootstrapServers + " since "
                        + Instant.ofEpochMilli(awayMillis).truncatedTo(ChronoUnit.SECONDS)
                        + "; the page shows what was read before";
            }
        }
    }

    private void discover(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Output> found = new HashMap<>();
        for (Output output : Output.values()) {
            if (output.topic(topics).isEmpty()) {
                continue;
            }
            String topic = output.topic(topics).get();
            try {
                List<PartitionInfo> partitions = consumer.partitionsFor(topic, TIMEOUT);
                if (partitions == null || partitions.isEmpty()) {
                    unreadable.put(
                            output,
                            new Unreadable(
                                    "there is no topic " + topic + ": create it, or start with --topics-create true",
                                    System.nanoTime()));
                    continue;
                }
                unreadable.computeIfPresent(
                        output, (same, was) -> was.untilNanos() - System.nanoTime() > 0 ? was : null);
                partitions.forEach(info -> found.put(new TopicPartition(topic, info.partition()), output));
            } catch (TopicAuthorizationException e) {
                forbidden(Set.of(topic));
            }
        }
        found.keySet().removeAll(assigned);
        if (!found.isEmpty()) {
            outputs.putAll(found);
            assigned.addAll(found.keySet());
            consumer.assign(assigned);
            positions.seek(consumer, found);
        }
    }

    private void forbidden(Set<String> names) {
        for (Output output : Output.values()) {
            String topic = output.topic(topics).orElse("");
            if (names.contains(topic)) {
                unreadable.put(
                        output,
                        new Unreadable(
                                "the topic " + topic
                                        + " may not be read: grant this user the ACLs READ and DESCRIBE on it",
                                System.nanoTime() + 2 * DISCOVERY_INTERVAL_NANOS));
                assigned.removeIf(partition -> partition.topic().equals(topic));
            }
        }
    }

    private void pass(ConsumerRecord<byte[], byte[]> record, BiConsumer<Output, OutputRecord> receiver) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        receiver.accept(
                outputs.get(partition),
                new OutputRecord(
                        record.key(),
                        record.value(),
                        record.timestamp(),
                        name -> header(record, name),
                        inputs.of(record.value(), name -> header(record, name)),
                        positions.read(partition, record.offset())));
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
