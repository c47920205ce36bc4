package io.elbowatch.stream.flow;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.Rejection;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.Terms;
import io.elbowatch.testing.hostile.HostileTexts;
import io.elbowatch.testing.hostile.HostileValues;
import io.elbowatch.testing.hostile.HostileValues.Hostile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hostile keys, headers and values in the whole flow, with a model that fails on some images and returns NaN for
 * others. It runs a tenth of {@code -Dfuzz.values}, from the seed {@code -Dfuzz.seed}.
 */
class HostileStreamTest {
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final long VALUES = Long.getLong("fuzz.values", 20_000) / 10;
    private static final List<String> REASONS = Arrays.stream(Rejection.Reason.values())
            .map(Rejection.Reason::label)
            .toList();
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Test
    void shouldScoreOrRejectEveryRecordOnce() throws IOException {
        HostileValues values = new HostileValues(SEED);
        HostileTexts texts = new HostileTexts();
        try (TopologyTestDriver driver = driver()) {
            TestInputTopic<byte[], byte[]> images =
                    driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
            TestOutputTopic<byte[], byte[]> scores = output(driver, "scores");
            TestOutputTopic<byte[], byte[]> rejected = output(driver, "rejected");
            for (long number = 0; number < VALUES; number++) {
                Hostile hostile = values.value(number);
                Random random = new Random(SEED + 31 * number);
                RecordHeaders headers = texts.headers(random);
                if (hostile.contentType() != null) {
                    headers.add("content-type", hostile.contentType().getBytes(UTF_8));
                }
                byte[] key = texts.key(random);
                images.pipeInput(new TestRecord<>(key, hostile.value(), headers, number));

                String which = hostile.kind() + ", value " + number + " of seed " + SEED;
                if (rejected.isEmpty()) {
                    TestRecord<byte[], byte[]> score = scores.readRecord();
                    assertThat(score.key()).as(which).isEqualTo(key);
                    assertThat(JSON.readTree(score.value()).at("/image/offset").asLong())
                            .as(which)
                            .isEqualTo(number);
                } else {
                    TestRecord<byte[], byte[]> record = rejected.readRecord();
                    assertThat(text(record, "elbowatch-reason")).as(which).isIn(REASONS);
                    assertThat(text(record, "elbowatch-offset")).as(which).isEqualTo(Long.toString(number));
                    assertThat(text(record, "elbowatch-detail")).as(which).doesNotContain("\n", "\u202e", "<");
                }
                assertThat(scores.isEmpty() && rejected.isEmpty()).as(which).isTrue();
            }
        }
    }

    private static TopologyTestDriver driver() {
        FakeModel model = new FakeModel(image -> image[0] == 7
                        ? Terms.of(Float.NaN, 0, 1, Float.NEGATIVE_INFINITY, 0)
                        : FakeModel.meanPixel(image))
                .failingOn(image -> image[1] == 7);
        return Flows.driver(new ScoringModel(
                model,
                new Preprocessing(FakeModel.SHAPE, Preprocessing.Fit.STRETCH),
                new DecodeLimits(16 << 20, 1 << 20),
                Calibrations.judge(199, 0.05)));
    }

    private static TestOutputTopic<byte[], byte[]> output(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static String text(TestRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), UTF_8);
    }
}
