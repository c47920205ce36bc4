package io.elbowatch.stream.monitor;

import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IntakeGateTest {
    private static final TopicPartition ZERO = new TopicPartition("images", 0);
    private static final TopicPartition ONE = new TopicPartition("images", 1);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private boolean shut;
    private final IntakeGate gate = new IntakeGate(() -> shut);

    @BeforeEach
    void assign() {
        consumer.assign(List.of(ZERO, ONE));
    }

    @Test
    void shouldPauseAllPartitionsAndReadThemOn() {
        shut = true;
        assertThat(gate.isOpen(consumer)).isFalse();
        assertThat(consumer.paused()).containsExactlyInAnyOrder(ZERO, ONE);
        shut = false;

        assertThat(gate.isOpen(consumer)).isTrue();
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void shouldLeavePausedWhatKafkaStreamsHasPaused() {
        gate.paused(Set.of(ONE));
        consumer.pause(Set.of(ONE));
        shut = true;
        gate.isOpen(consumer);
        shut = false;
        gate.isOpen(consumer);

        assertThat(consumer.paused()).containsExactly(ONE);
    }

    /** A task is restored meanwhile, and Kafka Streams resumes its partition. */
    @Test
    void shouldNotLetKafkaStreamsReadOnWhileItIsShut() {
        gate.paused(Set.of(ONE));
        shut = true;
        gate.isOpen(consumer);
        assertThat(gate.resumed(Set.of(ONE))).isFalse();
        shut = false;
        gate.isOpen(consumer);

        assertThat(consumer.paused()).isEmpty();
        assertThat(gate.resumed(Set.of(ONE))).isTrue();
    }

    @Test
    void shouldPauseWhatIsAssignedWhileItIsShut() {
        shut = true;
        gate.isOpen(consumer);
        TopicPartition added = new TopicPartition("images", 2);
        consumer.assign(List.of(ONE, added));
        gate.isOpen(consumer);

        assertThat(consumer.paused()).contains(ONE, added);
    }
}
