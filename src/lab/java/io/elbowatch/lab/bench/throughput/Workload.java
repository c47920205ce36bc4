package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Decoded;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.lab.rig.BenchBroker;
import io.elbowatch.stream.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The images of a model in one format. Each value decodes to its pixels.
 *
 * @param input format of the values
 * @param encoded shape of the values' images
 * @param values as records carry them
 * @param pixels of the decoded values, each [C, H, W]
 */
record Workload(BenchModel model, InputFormat input, ImageShape encoded, List<byte[]> values, List<byte[]> pixels) {
    private static final int SOURCES_PER_PARTITION = 13;

    /** The pixels are decoded from the values, since JPEG changes them. */
    static Workload of(BenchModel model, InputFormat input, BenchPlan plan) {
        ImageShape shape = model.model().shape();
        int height = input == InputFormat.RAW ? shape.height() : plan.side().orElse(shape.height());
        int width = input == InputFormat.RAW ? shape.width() : plan.side().orElse(shape.width());
        ImageDecoder decoder = decoder(model.preprocessing());
        List<byte[]> values = new ArrayList<>();
        List<byte[]> pixels = new ArrayList<>();
        for (byte[] image : model.pixels()) {
            byte[] value = input.encode(image, shape, height, width);
            values.add(value);
            pixels.add(pixels(decoder.decode(value, input.contentType())));
        }
        ImageShape encoded = new ImageShape(shape.channels(), height, width);
        return new Workload(model, input, encoded, List.copyOf(values), List.copyOf(pixels));
    }

    /**
     * Sends the images over and over until the topic has this number, the same number to every partition. Each source
     * sends to one partition.
     */
    void sendTo(BenchBroker broker, String topic, int partitions, long count) {
        byte[] contentType = input.contentType().getBytes(StandardCharsets.UTF_8);
        List<Future<RecordMetadata>> sends = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = broker.producer(
                Map.of(ProducerConfig.LINGER_MS_CONFIG, 20, ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10))) {
            for (long i = 0; i < count; i++) {
                byte[] key = ("camera-" + i % (SOURCES_PER_PARTITION * partitions)).getBytes(StandardCharsets.UTF_8);
                byte[] value = values.get((int) (i % values.size()));
                ProducerRecord<byte[], byte[]> image = new ProducerRecord<>(topic, (int) (i % partitions), key, value);
                image.headers().add(Headers.CONTENT_TYPE, contentType);
                sends.add(producer.send(image));
            }
            for (Future<RecordMetadata> send : sends) {
                send.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the images were not sent", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while images were sent", e);
        }
    }

    /** Decodes and preprocesses, as the flow does. */
    ImageDecoder decoder() {
        return decoder(model.preprocessing());
    }

    /** Decodes without resizing. */
    ImageDecoder decoderAlone() {
        return decoder(new Preprocessing(encoded, model.preprocessing().fit()));
    }

    private static ImageDecoder decoder(Preprocessing preprocessing) {
        return new ImageDecoder(preprocessing, DecodeLimits.DEFAULT);
    }

    /** The pixels of a value that the benchmark has encoded. */
    static byte[] pixels(Decoded decoded) {
        if (decoded instanceof Decoded.Pixels found) {
            return found.pixels();
        }
        throw new IllegalStateException("an image of the benchmark is rejected: " + decoded);
    }
}
