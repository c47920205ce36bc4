package io.elbowatch.lab.soak;

import io.elbowatch.lab.process.Guard;
import io.elbowatch.lab.process.PythonProcess;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The consumer of librdkafka, for committed records, in a process of its own. */
final class LibrdkafkaReader implements OutcomeReader {
    private static final int CAPACITY = 5_000;

    private final PythonProcess python;
    private final List<String> topics;
    private final List<TopicPartition> partitions = new ArrayList<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final BlockingQueue<Read> queue = new LinkedBlockingQueue<>(CAPACITY);
    private volatile IOException failure; // null while it reads
    private volatile boolean closed;

    /** What was read: up to where, and the record, if it is not the present end. */
    private record Read(TopicPartition partition, long position, Optional<ConsumerRecord<byte[], byte[]>> record) {}

    /** @param counts of partitions, by topic */
    LibrdkafkaReader(String bootstrapServers, Map<String, Integer> counts, Guard guard, Path folder) {
        topics = counts.keySet().stream().sorted().toList();
        List<String> arguments = new ArrayList<>(List.of(folder.toString(), bootstrapServers));
        for (String topic : topics) {
            arguments.add(topic + ":" + counts.get(topic));
            for (int i = 0; i < counts.get(topic); i++) {
                partitions.add(new TopicPartition(topic, i));
            }
        }
        python = PythonProcess.start(
                guard,
                "confluent_kafka",
                LibrdkafkaReader.class,
                "consume.py",
                arguments,
                folder.resolve("consume.log"));
        Thread thread = new Thread(this::readAll, "soak-librdkafka");
        thread.setDaemon(true);
        thread.start();
    }

    private void readAll() {
        try (DataInputStream in = python.output()) {
            while (!closed) {
                queue.put(read(in));
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Read read(DataInputStream in) throws IOException {
        boolean end = in.readByte() == 1;
        TopicPartition partition = new TopicPartition(topics.get(in.readInt()), in.readInt());
        long offset = in.readLong();
        if (end) {
            return new Read(partition, offset, Optional.empty());
        }
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(partition.topic(), partition.partition(), offset, bytes(in), bytes(in));
        for (int left = in.readInt(); left > 0; left--) {
            record.headers().add(new String(bytes(in), US_ASCII), bytes(in));
        }
        return new Read(partition, offset + 1, Optional.of(record));
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? null : in.readNBytes(length);
    }

    @Override
    public void read(Duration timeout, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try {
            Read read = queue.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            for (; read != null; read = queue.poll()) {
                positions.merge(read.partition(), read.position(), Math::max);
                read.record().ifPresent(each);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null && queue.isEmpty() && !closed) {
            throw new IllegalStateException("librdkafka's consumer has ended", failure);
        }
    }

    @Override
    public List<TopicPartition> partitions() {
        return List.copyOf(partitions);
    }

    @Override
    public boolean hasReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    @Override
    public void close() {
        closed = true;
        python.close();
    }
}
