package io.elbowatch.stream.control;

import io.elbowatch.stream.wire.InstanceJson;
import io.elbowatch.stream.wire.InstanceState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class InstanceStatesTest {
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    @Test
    void shouldLeaveOutARecordWithoutAKey() {
        consumer.updateBeginningOffsets(Map.of(new TopicPartition("instances", 0), 0L));
        consumer.updateEndOffsets(Map.of(new TopicPartition("instances", 0), 3L));
        InstanceState state = state();
        try (InstanceStates states = new InstanceStates(new TopicTail(consumer, "instances", "broker:9092"), "app")) {
            consumer.addRecord(new ConsumerRecord<>("instances", 0, 0, null, InstanceJson.write(state)));
            consumer.addRecord(new ConsumerRecord<>("instances", 0, 1, "a".getBytes(UTF_8), InstanceJson.write(state)));
            consumer.addRecord(new ConsumerRecord<>("instances", 0, 2, null, null));

            assertThat(states.now()).containsExactly(state);
        }
    }

    private static InstanceState state() {
        return new InstanceState(
                "a",
                "app",
                "host",
                1,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }
}
