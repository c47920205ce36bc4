package io.elbowatch.stream.webhook;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.elbowatch.testing.LiveRecords;
import io.elbowatch.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WebhookSenderTest {
    private static final String TOPIC = "incidents";
    private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
    private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);
    private static final String SECRET = "sixteen-letters!";

    private final TestClock clock = new TestClock(1_795_188_380_062L);
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1); // it may overflow
    private final Receiver receiver = new Receiver();
    private MockConsumer<byte[], byte[]> consumer = consumer();
    private WebhookSender sender;

    @AfterEach
    void close() {
        if (sender != null) {
            sender.close();
        }
        receiver.close();
    }

    @Test
    void shouldSendWhatOpensAndClosesInOrderAndCommitIt() throws Exception {
        start();
        add(FIRST, 0, incident("opened", 17));
        add(FIRST, 1, incident("closed", 17));

        await().until(() -> committed(FIRST) == 2);

        assertThat(receiver.calls())
                .extracting(Receiver.Call::id)
                .containsExactly("images-0-17-anomalies-opened", "images-0-17-anomalies-closed");
        Receiver.Call first = receiver.calls().get(0);
        assertThat(first.contentType()).isEqualTo("application/json");
        assertThat(first.seconds()).isEqualTo(clock.millis() / 1_000);
        assertThat(first.signature())
                .isEqualTo(new Signature(SECRET)
                        .of(first.id(), first.seconds(), first.body().getBytes(UTF_8)));
        assertThat(schema().validate(first.body(), InputFormat.JSON)).isEmpty();
        assertThat(sender.counts()).isEqualTo(new WebhookCounts(2, 0, 0, 0));
    }

    /** A header that HTTP does not allow must not keep an incident from its receiver. */
    @Test
    void shouldPassTheTraceOfTheImageOn() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        start();
        add(FIRST, 0, incident("opened", 17), trace);
        add(FIRST, 1, incident("opened", 18), "a\r\nb: c");
        add(FIRST, 2, incident("opened", 19));

        await().until(() -> committed(FIRST) == 3);

        assertThat(receiver.calls()).extracting(Receiver.Call::traceparent).containsExactly(trace, null, null);
    }

    @Test
    void shouldTryAgainAfterAPauseThatDoubles() {
        receiver.answer(500, 503, 429);
        start();
        add(FIRST, 0, incident("opened", 17));

        await().until(() -> receiver.calls().size() == 1 && sender.counts().refused() == 1);
        assertThat(committed(FIRST)).isZero();
        stepsOfTheSender(2);
        advance(Duration.ofMillis(WebhookSender.FIRST_PAUSE_MILLIS));
        await().until(() -> sender.counts().refused() == 2);
        stepsOfTheSender(2);
        advance(Duration.ofMillis(2 * WebhookSender.FIRST_PAUSE_MILLIS - 1));
        stepsOfTheSender(5);
        assertThat(receiver.calls()).hasSize(2);
        advance(Duration.ofMillis(1));
        await().until(() -> sender.counts().refused() == 3);
        stepsOfTheSender(2);
        advance(Duration.ofMillis(4 * WebhookSender.FIRST_PAUSE_MILLIS));

        await().until(() -> committed(FIRST) == 1);
        assertThat(receiver.calls())
                .extracting(Receiver.Call::id)
                .containsOnly("images-0-17-anomalies-opened")
                .hasSize(4);
    }

    @Test
    void shouldSendAgainWhatAnotherProcessDidNotCommit() {
        receiver.answer(500);
        start();
        add(FIRST, 0, incident("opened", 17));
        await().until(() -> sender.counts().refused() == 1);
        assertThat(committed(FIRST)).isZero();
        sender.close();

        consumer = consumer(); // as after a restart
        start();
        add(FIRST, 0, incident("opened", 17));

        await().until(() -> committed(FIRST) == 1);
        assertThat(receiver.calls()).hasSize(2);
    }

    @Test
    void shouldLeaveOutWhatTheReceiverWillNeverTake() {
        receiver.answer(422);
        start();
        add(FIRST, 0, incident("opened", 17));
        add(FIRST, 1, incident("opened", 18));

        await().until(() -> committed(FIRST) == 2);
        assertThat(sender.counts()).isEqualTo(new WebhookCounts(1, 1, 0, 1));
    }

    @Test
    void shouldGiveUpAfterTheTimeOfTheSetting() {
        receiver.answer(500, 500);
        start();
        add(FIRST, 0, incident("opened", 17));
        await().until(() -> sender.counts().refused() == 1);
        stepsOfTheSender(2);

        advance(Duration.ofHours(1));

        await().until(() -> committed(FIRST) == 1);
        assertThat(sender.counts()).isEqualTo(new WebhookCounts(0, 2, 0, 1));
    }

    @Test
    void shouldNotWaitLongerThanTheTimeout() {
        receiver.silent(true);
        start(Duration.ofMillis(400));
        add(FIRST, 0, incident("opened", 17));

        await().until(() -> sender.counts().unreachable() == 1);
        stepsOfTheSender(2);
        assertThat(committed(FIRST)).isZero();
    }

    @Test
    void shouldPassOverWhatIsNoIncident() {
        start();
        add(FIRST, 0, "{\"id\":\"x\"}".getBytes(UTF_8));
        add(FIRST, 1, null);
        add(FIRST, 2, incident("opened", 18));

        await().until(() -> committed(FIRST) == 3);
        assertThat(receiver.calls()).hasSize(1);
    }

    @Test
    void shouldNotSendWhatAnotherInstanceHasNow() {
        receiver.answer(500);
        start();
        add(FIRST, 0, incident("opened", 17));
        await().until(() -> sender.counts().refused() == 1);

        consumer.schedulePollTask(() -> consumer.rebalance(List.of(SECOND)));
        add(SECOND, 0, incident("opened", 18));

        await().until(() -> committed(SECOND) == 1);
        assertThat(receiver.calls().get(1).id()).isEqualTo("images-0-18-anomalies-opened");
    }

    @Test
    void shouldEndWhileItWaitsForAnAnswer() {
        receiver.silent(true);
        start(Duration.ofMinutes(10));
        add(FIRST, 0, incident("opened", 17));
        await().until(() -> receiver.calls().size() == 1);

        sender.close();

        assertThat(consumer.closed()).isTrue();
        assertThat(sender.counts().unreachable()).isZero();
    }

    private void start() {
        start(Duration.ofSeconds(30));
    }

    private void start(Duration timeout) {
        sender = new WebhookSender(
                () -> consumer,
                TOPIC,
                "elbowatch",
                new WebhookSettings(receiver.url(), Optional.of(SECRET), timeout, Duration.ofHours(1)),
                clock,
                nanoTime::get);
    }

    private void advance(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private static MockConsumer<byte[], byte[]> consumer() {
        MockConsumer<byte[], byte[]> made = new MockConsumer<>("earliest");
        made.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
        made.schedulePollTask(() -> made.rebalance(List.of(FIRST, SECOND)));
        return made;
    }

    private void add(TopicPartition partition, long offset, byte[] value) {
        add(partition, offset, value, null);
    }

    /** @param traceparent header of the record, or null */
    private void add(TopicPartition partition, long offset, byte[] value, String traceparent) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(TOPIC, partition.partition(), offset, "line-1".getBytes(UTF_8), value);
        if (traceparent != null) {
            record.headers().add("traceparent", traceparent.getBytes(UTF_8));
        }
        consumer.schedulePollTask(() -> consumer.addRecord(record));
    }

    /** Waits until the sender has asked its consumer some more times: after two it has noted what it counted before. */
    private void stepsOfTheSender(int steps) {
        for (int i = 0; i < steps; i++) {
            boolean[] done = {false};
            consumer.schedulePollTask(() -> done[0] = true);
            await().until(() -> done[0]);
        }
    }

    private long committed(TopicPartition partition) {
        OffsetAndMetadata offset = consumer.committed(Set.of(partition)).get(partition);
        return offset == null ? 0 : offset.offset();
    }

    private static byte[] incident(String event, int offset) {
        return LiveRecords.incident(event, "images-0-" + offset + "-anomalies", "line-1", 1_000, 2_000);
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs", "schema", "webhook.schema.json")));
    }
}
