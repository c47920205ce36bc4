package io.elbowatch.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.demo.broker.EmbeddedBroker;
import io.elbowatch.testing.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Two instances that score numbered images while they are closed, restarted and made to throw, and a count of what became
 * of every image. Deterministic in what it injects for a seed, not in when Kafka notices.
 */
final class Soak {
    static final int PARTITIONS = 6;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EmbeddedBroker broker;
    private final Random random;
    private final int images;
    private final byte[][] values;

    /** One instance under test: it runs until it is closed. */
    interface Instance extends AutoCloseable {
        /** Makes its stream threads throw, somewhere. */
        void injectThrow(Random random);

        @Override
        void close();
    }

    /** Starts instance number i. */
    interface Starter {
        Instance start(int number);
    }

    /**
     * What became of the images.
     *
     * @param produced images that entered
     * @param lost images that never left
     * @param doubled images that left more than once
     * @param disordered images of a source that left in another order than they came
     * @param faults closes and throws
     */
    record Result(int produced, int lost, int doubled, int disordered, int faults) {}

    Soak(EmbeddedBroker broker, long seed, int images, byte[][] values) {
        this.broker = broker;
        this.random = new Random(seed);
        this.images = images;
        this.values = values;
    }

    Result run(Starter starter, Duration faultEvery, boolean throwing) {
        broker.createTopics(Map.of(
                "images",
                PARTITIONS,
                "scores",
                PARTITIONS,
                "anomalies",
                1,
                "evidence",
                1,
                "incidents",
                1,
                "rejected",
                PARTITIONS));
        Instance[] instances = {starter.start(0), starter.start(1)};
        CompletableFuture<Void> produced = CompletableFuture.runAsync(this::produce);
        int faults = 0;
        while (!doneWithin(produced, faultEvery)) {
            int victim = random.nextInt(2);
            if (throwing && random.nextBoolean()) {
                instances[victim].injectThrow(random);
            } else {
                instances[victim].close();
                instances[victim] = starter.start(victim);
            }
            faults++;
        }
        new Records(broker.bootstrapServers())
                .readUntil(List.of("scores", "rejected"), Duration.ofSeconds(20), found -> found.size() >= images);
        for (Instance instance : instances) {
            instance.close();
        }
        return count(faults);
    }

    private static boolean doneWithin(CompletableFuture<Void> produced, Duration time) {
        try {
            produced.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException e) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException("the producer failed", e);
        }
    }

    /** Bursts of images, each followed by a pause: buffers are then neither always full nor always empty. */
    private void produce() {
        Random bursts = new Random(random.nextLong());
        List<Future<RecordMetadata>> sends = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new Records(broker.bootstrapServers()).producer()) {
            for (int sent = 0; sent < images; ) {
                int burst = Math.min(1 + bursts.nextInt(200), images - sent);
                for (int i = 0; i < burst; i++, sent++) {
                    byte[] key = ("source-" + sent % 12).getBytes(UTF_8);
                    byte[] value = bursts.nextInt(100) == 0 ? new byte[] {1, 2, 3} : values[sent % values.length];
                    sends.add(producer.send(new ProducerRecord<>("images", sent % PARTITIONS, key, value)));
                }
                LockSupport.parkNanos(bursts.nextInt(120_000_000));
            }
            for (Future<RecordMetadata> send : sends) {
                send.get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("an image did not enter", e);
        }
    }

    private Result count(int faults) {
        Map<String, Integer> seen = new HashMap<>();
        Map<String, Long> lastScored = new HashMap<>();
        int disordered = 0;
        for (ConsumerRecord<byte[], byte[]> record :
                new Records(broker.bootstrapServers()).readAll(List.of("scores", "rejected"))) {
            int partition;
            long offset;
            if (record.topic().equals("scores")) {
                JsonNode image = image(record.value());
                partition = image.get("partition").asInt();
                offset = image.get("offset").asLong();
                Long before = lastScored.put(partition + "/" + image.get("source"), offset);
                disordered += before != null && before > offset ? 1 : 0;
            } else {
                partition = Integer.parseInt(Records.header(record, "elbowatch-partition"));
                offset = Long.parseLong(Records.header(record, "elbowatch-offset"));
            }
            seen.merge(partition + "/" + offset, 1, Integer::sum);
        }
        int doubled = (int) seen.values().stream().filter(times -> times > 1).count();
        return new Result(images, images - seen.size(), doubled, disordered, faults);
    }

    private static JsonNode image(byte[] json) {
        try {
            return JSON.readTree(json).get("image");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Random raw images, [C, H, W] each. */
    static byte[][] randomImages(int count, int bytes, long seed) {
        Random random = new Random(seed);
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] image = new byte[bytes];
            random.nextBytes(image);
            image[0] = 0; // never the first byte of a PNG or JPEG
            images.add(image);
        }
        return images.toArray(byte[][]::new);
    }
}
