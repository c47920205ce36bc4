package io.elbowatch.evolution;

import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.lab.camera.Camera;
import io.elbowatch.lab.camera.CameraSet;
import io.elbowatch.lab.camera.FaultRates;
import io.elbowatch.testing.Records;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Cameras that fail and recover. They send to {@code images} at a constant rate until they are stopped. */
final class CameraLoad implements AutoCloseable {
    private static final int CAMERAS = 4;
    private static final long SEED = 7;
    private static final FaultRates RATES = new FaultRates(20, 10, 250);
    private static final long TICK_MILLIS = 100;

    private final Iterator<SetImage> frames =
            new CameraSet(Camera.lines(SEED, CAMERAS, RATES)).images().iterator();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong sent = new AtomicLong();
    private final Future<?> sending;
    private Future<RecordMetadata> last;

    CameraLoad(String bootstrapServers, int imagesASecond) {
        producer = new Records(bootstrapServers).producer();
        long images = imagesASecond * TICK_MILLIS / 1_000;
        sending = clock.scheduleAtFixedRate(() -> send(images), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void send(long images) {
        for (long i = 0; i < images; i++) {
            SetImage frame = frames.next();
            last = producer.send(new ProducerRecord<>(
                    "images",
                    null,
                    frame.group().getBytes(UTF_8),
                    frame.bytes(),
                    List.of(new RecordHeader("content-type", frame.contentType().getBytes(UTF_8)))));
            sent.incrementAndGet();
        }
    }

    /** The number of images sent. @throws AssertionError if sending failed */
    long sent() {
        if (sending.isDone()) {
            throw new AssertionError("the cameras stopped by themselves");
        }
        return sent.get();
    }

    /** Stops sending, and waits until all images have arrived. */
    @Override
    public void close() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new AssertionError("the cameras do not stop");
            }
            producer.close();
            last.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("an image did not arrive", e);
        }
    }
}
