package io.elbowatch.stream.monitor;

import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StreamStatusTest {

    @ParameterizedTest
    @CsvSource({
        "CREATED,          true,  false",
        "REBALANCING,      true,  false",
        "RUNNING,          true,  true",
        "PENDING_SHUTDOWN, true,  false",
        "NOT_RUNNING,      false, false",
        "PENDING_ERROR,    false, false",
        "ERROR,            false, false",
    })
    void shouldFollowTheStateOfKafkaStreams(State state, boolean live, boolean ready) {
        StreamStatus status = StreamStatus.of(state, Optional.empty(), Optional.empty());

        assertThat(status.live()).isEqualTo(live);
        assertThat(status.ready()).isEqualTo(ready);
        assertThat(status.detail()).containsEntry("state", state.name());
    }

    @Test
    void shouldNotBeLiveWhenItHangs() {
        StreamStatus stuck = StreamStatus.of(State.RUNNING, Optional.of("a run of the model"), Optional.empty());

        assertThat(stuck.live()).isFalse();
        assertThat(stuck.ready()).isFalse();
        assertThat(stuck.detail()).containsEntry("stuck", "a run of the model");
    }

    @Test
    void shouldBeLiveAndNotReadyWhenKafkaPreventsScoring() {
        StreamStatus hindered = StreamStatus.of(State.RUNNING, Optional.empty(), Optional.of("topic scores is gone"));

        assertThat(hindered.live()).isTrue();
        assertThat(hindered.ready()).isFalse();
        assertThat(hindered.detail()).containsEntry("reason", "topic scores is gone");
    }
}
