package io.elbowatch.stream;

import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import io.elbowatch.testing.TestStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Committed offsets that go back, with a real broker: by brokers that forgot commits, or because somebody wants it. */
class ForgottenCommitsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String GROUP = "forgotten";
    private static final TopicPartition IMAGES = new TopicPartition("images", 0);
    private static final byte[] IMAGE = {1, 2, 3, 4};
    private static final byte[] NO_IMAGE = {1, 2, 3};

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(1);

    private final Records records = broker.records();
    private final AtomicInteger behind = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void shouldScoreNoImageAgainAfterBrokersForgotCommits(String protocol) throws Exception {
        TestStream stream = stream().kafka("group.protocol", protocol);
        run(stream, 20, 20);
        Map<TopicPartition, OffsetAndMetadata> early = committed();
        run(stream, 30, 50);

        commit(early);
        run(stream, 7, 57);
        assertThat(behind).hasValue(1);

        run(stream, 1, 58);
        assertThat(behind).hasValue(1);
    }

    @Test
    void shouldScoreNoImageAgainAfterBrokersForgotTheGroup() throws Exception {
        run(stream(), 20, 20);
        try (Admin admin = broker.admin()) {
            await().ignoreExceptions().atMost(TIMEOUT).until(() -> {
                admin.deleteConsumerGroups(List.of(GROUP)).all().get();
                return true;
            });
        }
        run(stream(), 5, 25);
        assertThat(behind).hasValue(1);
    }

    /** The last records before the commit changed the state of no source. */
    @Test
    void shouldRejectNoImageAgain() throws Exception {
        run(stream(), 20, 20);
        Map<TopicPartition, OffsetAndMetadata> early = committed();
        try (ScoringApplication application = stream().start()) {
            records.send("images", "camera", Collections.nCopies(4, NO_IMAGE));
            await().atMost(TIMEOUT).until(() -> count("rejected") == 4);
            assertThat(application.endedBy()).isEmpty();
        }
        commit(early);
        run(stream(), 3, 23);
        assertThat(count("rejected")).isEqualTo(4);
    }

    @Test
    void shouldScoreImagesAgainWhereSomebodySetTheOffset() throws Exception {
        run(stream(), 20, 20);
        commit(Map.of(IMAGES, new OffsetAndMetadata(5)));

        run(stream(), 0, 35);
        run(stream(), 2, 37);
        assertThat(behind).hasValue(0);
    }

    /** An offset that was set from outside counts, also when the brokers then forget what was committed after it. */
    @Test
    void shouldGoOnAtTheResultsOfAnOffsetThatSomebodySet() throws Exception {
        run(stream(), 20, 20);
        Map<TopicPartition, OffsetAndMetadata> early = committed();
        run(stream(), 10, 30);
        commit(Map.of(IMAGES, new OffsetAndMetadata(0)));
        run(stream(), 0, 60);

        commit(early);
        run(stream(), 1, 61);
    }

    @Test
    void shouldScoreAllImagesOfATopicThatIsMadeAnew() throws Exception {
        run(stream(), 20, 20);
        broker.recreateTopic("images", 1);
        run(stream(), 40, 60);
        assertThat(behind).hasValue(0);
    }

    @Test
    void shouldScoreNoImageOfTwoTopicsAgain() throws Exception {
        broker.createTopic("line-2", 2);
        TestStream stream = stream().over(Topics.DEFAULT.withInputs(List.of("images", "line-2")));
        runBoth(stream, 20, 30, Map.of("images", 20L, "line-2", 30L));
        Map<TopicPartition, OffsetAndMetadata> early = committed();
        runBoth(stream, 10, 10, Map.of("images", 30L, "line-2", 40L));

        commit(early);
        runBoth(stream, 1, 1, Map.of("images", 31L, "line-2", 41L));
        assertThat(behind).hasValue(2);
    }

    /** Without transactions the changelog may be ahead of the results: then images are rather scored twice. */
    @Test
    void shouldScoreImagesAgainRatherThanLoseThem() throws Exception {
        TestStream stream = stream().guaranteeing(Guarantee.AT_LEAST_ONCE);
        run(stream, 20, 20);
        Map<TopicPartition, OffsetAndMetadata> early = committed();
        run(stream, 10, 30);

        commit(early);
        run(stream, 0, 40);
        assertThat(behind).hasValue(0);
    }

    private void run(TestStream stream, int images, int scores) {
        try (ScoringApplication application = stream.start()) {
            records.send("images", "camera", Collections.nCopies(images, IMAGE));
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(count("scores")).isGreaterThanOrEqualTo(scores));
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(count("scores")).isEqualTo(scores);
    }

    private void runBoth(TestStream stream, int images, int others, Map<String, Long> scores) {
        try (ScoringApplication application = stream.start()) {
            records.send("images", "camera", Collections.nCopies(images, IMAGE));
            records.send("line-2", "camera", Collections.nCopies(others, IMAGE));
            await().atMost(TIMEOUT)
                    .until(() -> count("scores")
                            >= scores.values().stream().mapToLong(n -> n).sum());
            assertThat(application.endedBy()).isEmpty();
        }
        Map<String, Long> found = records.readJson("scores").stream()
                .collect(groupingBy(score -> score.at("/image/topic").asText(), TreeMap::new, counting()));
        assertThat(found).isEqualTo(scores);
    }

    private int count(String topic) {
        return records.readAll(List.of(topic)).size();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() throws ExecutionException, InterruptedException {
        try (Admin admin = broker.admin()) {
            return admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get();
        }
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try (Admin admin = broker.admin()) {
            await().ignoreExceptions()
                    .atMost(TIMEOUT)
                    .until(
                            () -> { // once the group is empty
                                admin.alterConsumerGroupOffsets(GROUP, offsets)
                                        .all()
                                        .get();
                                return true;
                            });
        }
    }

    private TestStream stream() {
        return broker.stream(GROUP).seenBy(new ScoringObserver() {
            @Override
            public void offsetBehind() {
                behind.incrementAndGet();
            }
        });
    }
}
