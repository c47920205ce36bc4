package io.elbowatch.stream.control;

import io.elbowatch.stream.wire.InstanceJson;
import io.elbowatch.stream.wire.InstanceState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class InstanceWriterTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicLong offset = new AtomicLong();
    private final AtomicInteger failures = new AtomicInteger();

    private InstanceState state() {
        if (offset.get() < 0) {
            failures.incrementAndGet();
            throw new IllegalStateException("no state");
        }
        return new InstanceState(
                "me",
                "app",
                "host",
                1,
                OptionalLong.of(offset.get()),
                OptionalLong.of(offset.get()),
                OptionalLong.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    @Test
    void shouldWriteAtTheStartAfterAChangeAndWithdrawAtTheEnd() {
        InstanceWriter writer = new InstanceWriter(producer, "instances", "me", this::state);
        await().until(() -> producer.history().size() == 1);
        offset.set(5);
        writer.changed();
        await().until(() -> producer.history().size() == 2);
        writer.close();

        List<ProducerRecord<byte[], byte[]>> written = producer.history();
        assertThat(written).allMatch(record -> new String(record.key(), UTF_8).equals("me"));
        assertThat(InstanceJson.read(written.get(1).value()).orElseThrow().settingsOffset())
                .hasValue(5);
        assertThat(written).hasSize(3);
        assertThat(written.get(2).value()).isNull();
        writer.changed(); // harms nothing
    }

    @Test
    void shouldGoOnAfterAStateThatFailed() {
        offset.set(-1);
        InstanceWriter writer = new InstanceWriter(producer, "instances", "me", this::state);
        writer.changed();
        await().until(() -> failures.get() > 0);
        offset.set(8);
        writer.changed();

        await().until(() -> !producer.history().isEmpty());
        writer.close();
    }
}
