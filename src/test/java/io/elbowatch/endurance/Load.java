package io.elbowatch.endurance;

import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.testing.RealData;
import io.elbowatch.testing.Records;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Sends images again and again, as fast as they are scored, with a limited backlog. */
final class Load implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final long MAX_BACKLOG = 50_000;
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final String RETAINED_BYTES = Integer.toString(256 << 20);

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread thread;

    /**
     * Cameras of one kind, which take turns.
     *
     * @param prefix of their names, which a number follows
     * @param images that they send in turn, as the values of records
     * @param every they send one of so many images of the load
     */
    record Cameras(String prefix, int count, List<byte[]> images, int every) {
        /** Cameras of real images of 784 bytes each, which send all that others do not. */
        static Cameras icons(int count) {
            Path file = RealData.file("fashion-mnist/t10k-images-idx3-ubyte.gz");
            return new Cameras("camera-", count, read(file), 1);
        }

        /** The images of a file or folder, as they are there. */
        static List<byte[]> read(Path set) {
            return ImageSet.open(set).images().map(SetImage::bytes).toList();
        }

        private ProducerRecord<byte[], byte[]> record(long turn) {
            return new ProducerRecord<>(
                    "images", (prefix + turn % count).getBytes(UTF_8), images.get((int) (turn % images.size())));
        }
    }

    /**
     * @param scored number of images that are scored by now
     * @param cameras the first whose turn it is sends the image; those with the fewest images come first, and the last send
     *     all that others do not
     */
    Load(String bootstrapServers, AtomicLong scored, List<Cameras> cameras) {
        thread = new Thread(() -> send(bootstrapServers, scored, cameras), "load");
        thread.start();
    }

    /** Creates the topics of an application, with a retention in bytes: the images of an hour would fill a disk. */
    static void createTopics(String bootstrapServers) throws Exception {
        Map<String, String> configuration =
                Map.of("retention.bytes", RETAINED_BYTES, "segment.bytes", Integer.toString(16 << 20));
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.createTopics(List.of("images", "scores", "anomalies", "evidence", "incidents", "rejected").stream()
                            .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1).configs(configuration))
                            .toList())
                    .all()
                    .get();
        }
    }

    private void send(String bootstrapServers, AtomicLong scored, List<Cameras> cameras) {
        try (KafkaProducer<byte[], byte[]> producer = new Records(bootstrapServers).producer()) {
            long[] turns = new long[cameras.size()]; // of each kind
            for (long sent = 0; !stopped.get(); sent++) {
                while (sent - scored.get() > MAX_BACKLOG && !stopped.get()) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
                int kind = 0;
                while (sent % cameras.get(kind).every() != 0) {
                    kind++;
                }
                producer.send(cameras.get(kind).record(turns[kind]++));
            }
        }
    }

    void assertSending() {
        assertThat(thread.isAlive()).isTrue();
    }

    @Override
    public void close() {
        stopped.set(true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(Arrays.toString(thread.getStackTrace()), e);
        }
    }
}
