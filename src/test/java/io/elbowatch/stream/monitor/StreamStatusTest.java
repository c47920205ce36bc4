package io.elbowatch.stream.monitor;

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
        StreamStatus status = StreamStatus.of(state, 0, 300);

        assertThat(status.live()).isEqualTo(live);
        assertThat(status.ready()).isEqualTo(ready);
        assertThat(status.detail()).containsEntry("state", state.name());
    }

    @Test
    void shouldNotBeLiveWhenAThreadHasNotPolledForTooLong() {
        assertThat(StreamStatus.of(State.RUNNING, 300, 300).live()).isTrue();

        StreamStatus stuck = StreamStatus.of(State.RUNNING, 301, 300);

        assertThat(stuck.live()).isFalse();
        assertThat(stuck.ready()).isFalse();
        assertThat(stuck.detail()).containsEntry("stuck", "a thread has not polled for 301 s");
    }
}
