package io.elbowatch.stream.monitor;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.flow.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TopicWatchTest {
    private int raised;
    private boolean permitted = true;
    private final TopicWatch watch = new TopicWatch(Topics.DEFAULT, () -> {
        raised++;
        if (!permitted) {
            throw new Refusal("not permitted", "grant it");
        }
    });

    @Test
    void shouldSayWhichTopicIsGoneOnceThatIsSure() {
        watch.follow(topics(2));
        Map<String, TopicFacts> withoutScores = topics(2);
        withoutScores.remove("scores");
        watch.follow(withoutScores);
        assertThat(watch.gone()).isEmpty();

        watch.follow(withoutScores);
        assertThat(watch.gone())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("topic scores is gone")
                        .contains("kafka-topics.sh --create --topic scores"));

        watch.follow(topics(2));
        assertThat(watch.gone()).isEmpty();
    }

    @Test
    void shouldRaiseTheChangelogOnceForAddedPartitions() {
        watch.follow(topics(2));
        assertThat(raised).isZero();
        watch.follow(topics(4));
        watch.follow(topics(4));

        assertThat(raised).isOne();
    }

    @Test
    void shouldTryAgainUntilTheChangelogIsRaised() {
        permitted = false;
        watch.follow(topics(2));
        watch.follow(topics(4));
        watch.follow(topics(4));
        permitted = true;
        watch.follow(topics(4));
        watch.follow(topics(4));

        assertThat(raised).isEqualTo(3);
    }

    private static Map<String, TopicFacts> topics(int partitions) {
        Map<String, TopicFacts> topics = new HashMap<>();
        topics.put("images", new TopicFacts(Uuid.ONE_UUID, partitions));
        Topics.DEFAULT.outputs().forEach(name -> topics.put(name, new TopicFacts(Uuid.ONE_UUID, 1)));
        return topics;
    }
}
