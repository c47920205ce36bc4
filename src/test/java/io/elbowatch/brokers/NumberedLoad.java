package io.elbowatch.brokers;

import io.elbowatch.testing.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Sends numbered images of a few sources at a constant rate until it is closed, and not far ahead of what has left. The
 * numbers of a source rise with its offsets. What a broker does not take while it is away is sent again.
 */
final class NumberedLoad implements AutoCloseable {
    static final String NUMBER = "number";
    private static final int SOURCES = 6;
    private static final long TICK_MILLIS = 50;
    /** A slow machine takes longer, but not for an ever larger backlog. */
    private static final int MAX_AHEAD = 2_000;

    private final ModelAlone images;
    private final int imagesATick;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Future<RecordMetadata>> sent = new ArrayList<>(); // of the clock's thread, until that has ended
    private volatile long limit = MAX_AHEAD;

    NumberedLoad(String bootstrapServers, ModelAlone images, int imagesASecond) {
        this.images = images;
        this.imagesATick = (int) (imagesASecond * TICK_MILLIS / 1_000);
        this.producer = new Records(bootstrapServers).producer();
        clock.scheduleAtFixedRate(this::send, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void send() {
        for (int i = 0; i < imagesATick && sent.size() < limit; i++) {
            int number = sent.size();
            sent.add(producer.send(new ProducerRecord<>(
                    "images",
                    null,
                    ("camera-" + number % SOURCES).getBytes(UTF_8),
                    images.value(number),
                    List.of(new RecordHeader(NUMBER, Integer.toString(number).getBytes(UTF_8))))));
        }
    }

    /** Lets it go on. @param left the images that have left so far */
    void follow(long left) {
        limit = left + MAX_AHEAD;
    }

    /** Stops sending and waits until every image has arrived. @return their number */
    int stop() throws InterruptedException, ExecutionException {
        clock.shutdown();
        if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new AssertionError("the load does not stop");
        }
        for (Future<RecordMetadata> image : sent) {
            image.get();
        }
        return sent.size();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        producer.close();
    }
}
