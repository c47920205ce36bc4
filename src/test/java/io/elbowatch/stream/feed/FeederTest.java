package io.elbowatch.stream.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.image.ImageShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FeederTest {
    private static final OptionalDouble FAST = OptionalDouble.empty();
    private static final OptionalLong ALL = OptionalLong.empty();
    private final MockProducer<byte[], byte[]> producer = producer(true);
    private final FakeTimeline timeline = new FakeTimeline();
    private final AtomicInteger acknowledged = new AtomicInteger();

    @Test
    void shouldSendEveryImageKeyedByItsGroupWithItsType() {
        FeedReport report = feed(producer, new FeedPlan("images", FAST, Optional.empty(), ALL, false), 3);

        assertThat(producer.history()).extracting(FeederTest::key).containsExactly("group0", "group1", "group2");
        assertThat(producer.history()).allSatisfy(sent -> {
            assertThat(sent.topic()).isEqualTo("images");
            assertThat(sent.headers().lastHeader("content-type").value())
                    .asString()
                    .isEqualTo("image/png");
        });
        assertThat(producer.history().get(2).value()).containsExactly(2);
        assertThat(report.complete()).isTrue();
        assertThat(acknowledged).hasValue(3);
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void shouldSendEachImageInAnEnvelope() throws IOException {
        for (FeedEnvelope envelope : FeedEnvelope.values()) {
            MockProducer<byte[], byte[]> own = producer(true);
            feed(own, new FeedPlan("images", FAST, Optional.empty(), ALL, false, Optional.of(envelope)), 3);

            ProducerRecord<byte[], byte[]> sent = own.history().get(2);
            JsonNode value = new ObjectMapper().readTree(sent.value());
            boolean event = envelope == FeedEnvelope.CLOUDEVENTS;
            assertThat(value.at(event ? "/data_base64" : "/image").binaryValue())
                    .containsExactly(2);
            assertThat(value.at("/source").asText()).isEqualTo("group2");
            assertThat(value.at("/id").asText()).isNotEmpty();
            assertThat(sent.headers().lastHeader("content-type").value())
                    .asString()
                    .isEqualTo(event ? "application/cloudevents+json" : "application/json");
        }
    }

    @Test
    void shouldSendAllUnderOneKey() {
        feed(producer, new FeedPlan("images", FAST, Optional.of("camera-1"), ALL, false), 2);

        assertThat(producer.history()).extracting(FeederTest::key).containsExactly("camera-1", "camera-1");
    }

    @Test
    void shouldStopAtTheLimitWithinALoop() {
        FeedReport report = feed(producer, new FeedPlan("images", FAST, Optional.empty(), OptionalLong.of(7), true), 3);

        assertThat(producer.history()).extracting(FeederTest::key).hasSize(7).endsWith("group2", "group0");
        assertThat(report.sent()).isEqualTo(7);
    }

    @Test
    void shouldKeepTheRateWithoutDrift() {
        timeline.late = Duration.ofMillis(3).toNanos();

        FeedReport report =
                feed(producer, new FeedPlan("images", OptionalDouble.of(100), Optional.empty(), ALL, false), 1001);

        assertThat(timeline.deadlines).hasSize(1001).startsWith(0L, 10_000_000L, 20_000_000L);
        assertThat(timeline.deadlines.get(1000)).isEqualTo(10_000_000_000L);
        assertThat(report.took()).isEqualTo(Duration.ofMillis(10_003));
    }

    @Test
    void shouldEndWhenTheTimelineStops() {
        timeline.stopsAt = Duration.ofSeconds(1).toNanos();

        FeedReport report =
                feed(producer, new FeedPlan("images", OptionalDouble.of(10), Optional.empty(), ALL, true), 3);

        assertThat(report.sent()).isEqualTo(10);
        assertThat(report.complete()).isTrue();
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void shouldContinueAfterAnImageThatIsTooLarge() {
        MockProducer<byte[], byte[]> failing = failing(1, new RecordTooLargeException("2000000 bytes are too many"));

        FeedReport report = feed(failing, FeedPlan.to("images"), 3);

        assertThat(report.sent()).isEqualTo(3);
        assertThat(report.acknowledged()).isEqualTo(2);
        assertThat(report.failures())
                .singleElement()
                .asString()
                .startsWith("1.png: 2000000 bytes are too many")
                .contains("max.message.bytes");
        assertThat(report.endedBy()).isEmpty();
        assertThat(report.complete()).isFalse();
    }

    @Test
    void shouldEndAtAFailureThatWouldHitAllFurtherImages() {
        MockProducer<byte[], byte[]> failing = failing(1, new TopicAuthorizationException("not authorized"));

        FeedReport report = feed(failing, FeedPlan.to("images"), 100);

        assertThat(report.sent()).isEqualTo(2);
        assertThat(report.endedBy()).contains("not authorized");
        assertThat(failing.closed()).isTrue();
    }

    @Test
    void shouldRefuseAnImpossiblePlan() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeedPlan("images", OptionalDouble.of(0), Optional.empty(), ALL, false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeedPlan("images", FAST, Optional.empty(), OptionalLong.of(0), false));
    }

    @Test
    void shouldKnowHowManyImagesItSends() {
        FeedPlan limited = new FeedPlan("images", FAST, Optional.empty(), OptionalLong.of(5), false);
        FeedPlan endless = new FeedPlan("images", FAST, Optional.empty(), ALL, true);

        assertThat(limited.expected(OptionalLong.of(3))).hasValue(3);
        assertThat(limited.expected(OptionalLong.of(9))).hasValue(5);
        assertThat(limited.expected(OptionalLong.empty())).hasValue(5);
        assertThat(endless.expected(OptionalLong.of(3))).isEmpty();
    }

    private FeedReport feed(MockProducer<byte[], byte[]> to, FeedPlan plan, int images) {
        return new Feeder(to, plan, timeline).feed(set(images), acknowledged::incrementAndGet);
    }

    private static String key(ProducerRecord<byte[], byte[]> sent) {
        return new String(sent.key(), StandardCharsets.UTF_8);
    }

    private static MockProducer<byte[], byte[]> producer(boolean complete) {
        return new MockProducer<>(complete, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Acknowledges all records but the one with this index. */
    private static MockProducer<byte[], byte[]> failing(int index, RuntimeException failure) {
        return new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message, Callback callback) {
                var sent = super.send(message, callback);
                boolean done = history().size() - 1 == index ? errorNext(failure) : completeNext();
                assertThat(done).isTrue();
                return sent;
            }
        };
    }

    private static ImageSet set(int images) {
        return new ImageSet() {
            @Override
            public Stream<SetImage> images() {
                return IntStream.range(0, images)
                        .mapToObj(i -> new SetImage(i + ".png", "group" + i, new byte[] {(byte) i}, "image/png"));
            }

            @Override
            public OptionalLong size() {
                return OptionalLong.of(images);
            }

            @Override
            public Optional<ImageShape> shape() {
                return Optional.empty();
            }
        };
    }

    /** Jumps to every deadline and always wakes late. */
    private static final class FakeTimeline implements Timeline {
        private final List<Long> deadlines = new ArrayList<>();
        private long stopsAt = Long.MAX_VALUE;
        private long late;
        private long now;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public boolean waitUntil(long nanos) {
            deadlines.add(nanos);
            now = Math.max(now, nanos + late);
            return now < stopsAt;
        }
    }
}
