package io.elbowatch.stream.flow;

import io.elbowatch.core.Sha256;
import io.elbowatch.stream.batch.CommitTicks;
import io.elbowatch.stream.storage.ObjectWriter;
import io.elbowatch.stream.storage.Storage;
import io.elbowatch.stream.storage.StorageSettings;
import io.elbowatch.stream.storage.StoreAddress;
import io.elbowatch.stream.storage.StoreAwayException;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Pictures and rejected values that go to a store. The driver commits after each record. */
class StorageTopologyTest {
    private static final byte[] KEY = "camera-1".getBytes(UTF_8);
    private static final byte[] UNFIT = {1, 2, 3};
    private static final OutputLimits SMALL_REJECTED =
            new OutputLimits(1 << 20, OutputLimits.JSON_BYTES, 1 << 20, TimestampWindow.UNLIMITED);

    @TempDir
    private Path folder;

    private StorageSettings settings(boolean pictures, boolean values) {
        StoreAddress address = new StoreAddress("file:" + folder + "/");
        return new StorageSettings(
                pictures ? Optional.of(address) : Optional.empty(),
                values ? Optional.of(address) : Optional.empty(),
                4,
                Duration.ofSeconds(10),
                1 << 20);
    }

    private static byte[] image(int pixel) {
        byte[] image = new byte[4];
        Arrays.fill(image, (byte) pixel);
        return image;
    }

    private static TopologyTestDriver driver(Storage storage) {
        ScoringTopology topology = new ScoringTopology(
                Flows.of(Topics.DEFAULT, Flows.UNTIL_COMMIT),
                Flows.scoring(new FakeModel(), Calibrations.judge(199, 0.05)),
                ScoringObserver.NONE);
        Outputs outputs = Outputs.of(SMALL_REJECTED, Integer.MAX_VALUE).keeping(Optional.of(storage));
        return new TopologyTestDriver(
                topology.build(outputs, CommitTicks.NONE, () -> {}, InputReads.NONE), Flows.properties());
    }

    private static void send(TopologyTestDriver driver, byte[] value, String... header) {
        RecordHeaders headers = new RecordHeaders();
        for (int i = 0; i < header.length; i += 2) {
            headers.add(header[i], header[i + 1].getBytes(UTF_8));
        }
        driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(KEY, value, headers, 5L));
    }

    private static List<TestRecord<byte[], byte[]>> read(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static String header(TestRecord<?, ?> record, String name) {
        return record.headers().lastHeader(name) == null
                ? null
                : new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static byte[] stored(TestRecord<byte[], byte[]> record) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(URI.create(header(record, "elbowatch-stored"))));
        assertThat(header(record, "elbowatch-stored-sha256")).isEqualTo(Sha256.hex(bytes));
        assertThat(header(record, "elbowatch-stored-bytes")).isEqualTo(Integer.toString(bytes.length));
        return bytes;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldPutTheAddressOfAPictureInPlaceOfIt() throws Exception {
        try (Storage storage = new Storage(settings(true, false), Duration.ofSeconds(20));
                TopologyTestDriver driver = driver(storage)) {
            send(driver, image(250));
            send(driver, UNFIT);
            List<TestRecord<byte[], byte[]>> pictures = read(driver, "evidence");

            assertThat(pictures).hasSize(1);
            TestRecord<byte[], byte[]> picture = pictures.get(0);
            assertThat(picture.value()).isNull();
            assertThat(picture.key()).isEqualTo(KEY);
            assertThat(picture.timestamp()).isEqualTo(5);
            assertThat(header(picture, "content-type")).isEqualTo("image/png");
            assertThat(header(picture, "elbowatch-offset")).isEqualTo("0");
            byte[] png = stored(picture);
            assertThat(png).startsWith(0x89, 'P', 'N', 'G');
            assertThat(files())
                    .containsExactly("evidence/images/0/0000000000000000000-"
                            + Sha256.hex(png).substring(0, 16) + ".png");
            assertThat(read(driver, "anomalies")).hasSize(1);
            assertThat(read(driver, "rejected").get(0).value())
                    .as("has no store")
                    .isEqualTo(UNFIT);
        }
    }

    @Test
    void shouldPutTheAddressOfARejectedValueInPlaceOfIt() throws Exception {
        byte[] large = new byte[100_000]; // the topic would not take it
        try (Storage storage = new Storage(settings(true, true), Duration.ofSeconds(20));
                TopologyTestDriver driver = driver(storage)) {
            send(driver, large, "content-type", "text/html", "mine", "1");
            send(driver, null, "elbowatch-stored", "s3://earlier/one");
            send(driver, new byte[0]);
            send(driver, UNFIT, "elbowatch-stored", "s3://earlier/one");
            List<TestRecord<byte[], byte[]>> rejected = read(driver, "rejected");

            assertThat(rejected).hasSize(4);
            assertThat(rejected.get(0).value()).isNull();
            assertThat(stored(rejected.get(0))).isEqualTo(large);
            assertThat(header(rejected.get(0), "content-type")).isEqualTo("text/html");
            assertThat(header(rejected.get(0), "mine")).isEqualTo("1");
            assertThat(header(rejected.get(0), "elbowatch-value-left-out")).isNull();
            assertThat(header(rejected.get(1), "elbowatch-stored"))
                    .as("came again")
                    .isEqualTo("s3://earlier/one");
            assertThat(rejected.get(2).value()).isEmpty();
            assertThat(header(rejected.get(2), "elbowatch-stored")).isNull();
            assertThat(stored(rejected.get(3))).isEqualTo(UNFIT);
        }
    }

    /** A crash after the write and before the commit. */
    @Test
    void shouldWriteTheSameObjectsWhenImagesAreReadAgain() throws Exception {
        List<List<TestRecord<byte[], byte[]>>> runs = new ArrayList<>();
        List<List<String>> files = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (Storage storage = new Storage(settings(true, true), Duration.ofSeconds(20));
                    TopologyTestDriver driver = driver(storage)) {
                send(driver, image(250));
                send(driver, UNFIT);
                runs.add(Stream.concat(read(driver, "evidence").stream(), read(driver, "rejected").stream())
                        .toList());
                files.add(files());
            }
        }

        assertThat(runs.get(0)).isNotEmpty().isEqualTo(runs.get(1));
        assertThat(files.get(0)).hasSize(2).isEqualTo(files.get(1));
    }

    /** Keeps objects in memory, unless it is away. */
    private static final class Memory implements ObjectWriter {
        private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
        private volatile boolean away;

        @Override
        public void write(String uri, byte[] bytes, String contentType) throws IOException {
            if (away) {
                throw new IOException("nobody answers");
            }
            objects.put(uri, bytes);
        }
    }

    @Test
    void shouldCommitNothingWhileTheStoreIsAway() {
        Memory memory = new Memory();
        memory.away = true;
        try (Storage storage = new Storage(settings(true, true), Duration.ofSeconds(2), memory, System::nanoTime)) {
            TopologyTestDriver first = driver(storage);
            assertThatThrownBy(() -> send(first, UNFIT)).hasStackTraceContaining(StoreAwayException.class.getName());
            assertThat(read(first, "rejected"))
                    .as("left before its value was written")
                    .isEmpty();
            assertThat(storage.isAway()).isTrue();
            memory.away = false;
            try (TopologyTestDriver second = driver(storage)) {
                send(second, UNFIT);
                assertThat(read(second, "rejected")).hasSize(1);
                assertThat(memory.objects).hasSize(1);
            }
        }
    }
}
