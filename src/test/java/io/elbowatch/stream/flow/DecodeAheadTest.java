package io.elbowatch.stream.flow;

import io.elbowatch.core.image.ImageEncoder;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.stream.intake.IntakeSettings;
import io.elbowatch.stream.intake.Intakes;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The whole topology, whose images were read before: the outputs are those of a topology that decodes itself. */
class DecodeAheadTest {
    private static final TopicPartition IMAGES = new TopicPartition("images", 0);
    private static final Set<TopicPartition> ASSIGNED = Set.of(IMAGES);

    private final Random random = new Random(21);
    private final List<byte[]> values = new ArrayList<>();
    private byte[] key = "camera".getBytes(UTF_8);
    private final AtomicInteger decodedAhead = new AtomicInteger();
    private final ScoringObserver observer = new ScoringObserver() {
        @Override
        public void decodedAhead() {
            decodedAhead.incrementAndGet();
        }
    };

    private record Left(List<String> scores, List<String> rejected) {}

    @Test
    void shouldLetTheSameImagesOutInTheSameOrder() {
        for (int i = 0; i < 60; i++) {
            byte[] value = file();
            if (i % 7 == 3) {
                value[value.length / 2] ^= 0x55; // damages a PNG
            }
            values.add(i % 11 == 5 ? new byte[4] : value);
        }
        Left alone = run(DecodeAhead.OFF, false);

        try (DecodeAhead threads = new DecodeAhead(new AheadLimits(3, 40))) {
            assertThat(run(threads, true)).isEqualTo(alone);
            assertThat(run(threads, true)).as("read again by the same thread").isEqualTo(alone);
        }

        assertThat(alone.rejected()).hasSize(8);
        assertThat(alone.scores()).hasSize(52);
    }

    @Test
    void shouldCountWhatOtherThreadsDecoded() {
        values.addAll(List.of(file(), new byte[4]));

        try (DecodeAhead threads = new DecodeAhead(new AheadLimits(1, 40))) {
            run(threads, true);
        }

        assertThat(decodedAhead.get()).as("raw images are not worth it").isBetween(0, 1);
    }

    @Test
    void shouldDecodeAllImagesAfterThePoolIsGone() {
        values.addAll(List.of(file(), file()));
        DecodeAhead threads = new DecodeAhead(new AheadLimits(1, 40));
        threads.close();

        assertThat(run(threads, true).scores()).hasSize(2);
    }

    /** A camera with such a key sends nothing else, so no later image lets go of what was read. */
    @Test
    void shouldKeepNothingOfAPartitionWhoseRecordsAreAllRejected() {
        values.addAll(List.of(file(), file(), file()));
        key = new byte[(64 << 10) + 1];
        ServedModel model = Flows.served(new FakeModel(), Calibrations.judge(999, 0.01));

        try (DecodeAhead threads = new DecodeAhead(new AheadLimits(1, 4))) {
            assertThat(run(threads, true).rejected()).hasSize(3);

            for (int offset = 0; offset < 3; offset++) {
                assertThat(threads.take("images", 0, offset, model.preprocessing()))
                        .as("offset %d", offset)
                        .isEmpty();
            }
        }
    }

    /** Larger than what is not worth another thread. */
    private byte[] file() {
        byte[] pixels = new byte[160 * 160];
        random.nextBytes(pixels);
        byte[] file = ImageEncoder.png(new ImageShape(1, 160, 160), pixels);
        assertThat(file.length).isGreaterThan(DecodeAhead.MIN_BYTES);
        return file;
    }

    private Left run(DecodeAhead ahead, boolean read) {
        ScoringModel scoring =
                Flows.scoring(new FakeModel(), Calibrations.judge(999, 0.01)).withAhead(ahead);
        try (TopologyTestDriver driver = new TopologyTestDriver(
                new ScoringTopology(Flows.of(Topics.DEFAULT, Flows.UNTIL_COMMIT), scoring, observer)
                        .build(Flows.LIMITS),
                Flows.properties())) {
            TestInputTopic<byte[], byte[]> images =
                    driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                records.add(new ConsumerRecord<>("images", 0, i, key, values.get(i)));
            }
            if (read) {
                ReadAhead.of(scoring, new Intakes(IntakeSettings.RAW))
                        .read(new ConsumerRecords<>(Map.of(IMAGES, records), Map.of()), () -> ASSIGNED);
            }
            for (byte[] value : values) {
                images.pipeInput(key, value, 1_000L);
            }
            return new Left(texts(driver, "scores"), texts(driver, "rejected"));
        }
    }

    private static List<String> texts(TopologyTestDriver driver, String topic) {
        return driver
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .map(DecodeAheadTest::text)
                .toList();
    }

    /** Value and headers; the time of processing is left out. */
    private static String text(TestRecord<byte[], byte[]> record) {
        return new String(record.value(), UTF_8).replaceAll("\"processed[^,}]*", "")
                + record.headers().toArray().length;
    }
}
