package io.elbowatch.stream.lookup;

import io.elbowatch.core.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SideReadsTest {
    private static final Set<TopicPartition> ONE = Set.of(new TopicPartition("scores", 0));

    private final List<TimedConsumer> made = new ArrayList<>();
    private final SideReads reads = new SideReads(this::make, "kafka:9092");

    private Consumer<byte[], byte[]> make() {
        TimedConsumer consumer = new TimedConsumer();
        consumer.create("scores", 1);
        made.add(consumer);
        return consumer;
    }

    @Test
    void shouldAssignNothingAfterAFailureThatIsNotOfKafka() {
        IllegalStateException failure = new IllegalStateException("no number");

        assertThatThrownBy(() -> use(failure)).isSameAs(failure);

        assertThat(made.get(0).assignment()).isEmpty();
        reads.use("read scores", consumer -> consumer.assignment().size());
        assertThat(made).as("the consumer is kept").hasSize(1);
    }

    @Test
    void shouldMakeAnotherConsumerAfterAFailureOfKafka() {
        assertThatThrownBy(() -> use(new TimeoutException("away")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot read scores");

        assertThat(made.get(0).closed()).isTrue();
        reads.use("read scores", consumer -> consumer.assignment().size());
        assertThat(made).hasSize(2);
    }

    private void use(RuntimeException failure) {
        reads.use("read scores", consumer -> {
            consumer.assign(ONE);
            throw failure;
        });
    }
}
