package io.elbowatch.stream.monitor;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TopicIdsTest {
    private static final Uuid ID = Uuid.randomUuid();

    private Optional<Map<String, Uuid>> answer = Optional.of(Map.of("images", ID));
    private int questions;
    private long millis;
    private final TopicIds ids = new TopicIds(this::answer, () -> millis);

    @Test
    void shouldAskOnceForAllTopics() {
        assertThat(ids.of("images")).contains(ID);
        assertThat(ids.of("gone")).contains(Uuid.ZERO_UUID);
        assertThat(questions).isEqualTo(1);

        millis += 50;
        assertThat(ids.of("images")).contains(ID);
        assertThat(questions).isEqualTo(2);
    }

    @Test
    void shouldNotWaitForEveryTopicWhereTheClusterDoesNotAnswer() {
        answer = Optional.empty();
        assertThat(ids.of("images")).isEmpty();
        assertThat(ids.of("line-2")).isEmpty();
        assertThat(questions).isEqualTo(1);

        answer = Optional.of(Map.of());
        millis += 4_000;
        assertThat(ids.of("images")).contains(Uuid.ZERO_UUID);
    }

    private Optional<Map<String, Uuid>> answer() {
        questions++;
        return answer;
    }
}
