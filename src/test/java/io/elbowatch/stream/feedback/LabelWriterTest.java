package io.elbowatch.stream.feedback;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.control.TopicWriter;
import io.elbowatch.stream.wire.OutputOrigin;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LabelWriterTest {
    private final MockLabels labels = new MockLabels();

    @Test
    void shouldOpenNothingBeforeTheFirstLabel() {
        new LabelWriter(
                        new TopicWriter(
                                () -> {
                                    throw new AssertionError("opened");
                                },
                                "feedback",
                                "127.0.0.1:1"),
                        UnaryOperator.identity())
                .close();

        assertThat(labels.keys()).isEmpty();
    }

    @Test
    void shouldSayWhatKafkaDoesNotAccept() {
        labels.producer.sendException = new TopicAuthorizationException("Not authorized to access topics: [feedback]");

        assertThatThrownBy(() -> labels.writer().withdraw(new OutputOrigin("images", 0, 1)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot write to the topic feedback at 127.0.0.1:1");
    }

    @Test
    void shouldWriteNothingAfterItsEnd() {
        labels.writer().withdraw(new OutputOrigin("images", 0, 1));
        labels.writer().close();

        assertThat(labels.producer.closed()).isTrue();
        assertThatThrownBy(() -> labels.writer().withdraw(new OutputOrigin("images", 0, 2)))
                .isInstanceOf(Refusal.class);
    }
}
