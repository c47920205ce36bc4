package io.elbowatch.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.control.SettingsPublisher;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.preflight.TopicCheck;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import io.elbowatch.testing.TestStream;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Changes of the settings while images flow, instances come and go, and partitions move. */
class SettingsAtRunTimeIT {
    private static final Topics TOPICS = Topics.DEFAULT.withSettings("settings");
    private static final double START_ALPHA = 0.05;

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(2);

    private final Records records = broker.records();
    private int sent;

    /** A verdict as it was written, and the coordinates of its image. */
    private record Judged(int partition, long offset, double alpha, Optional<Long> settingsOffset) {}

    @Test
    void shouldChangeInMidStreamAndStillHoldAfterARestart() {
        long first;
        try (ScoringApplication application = start("one")) {
            feedUntil(judged -> judged.size() >= 40);
            first = publish(0.2);
            feedUntil(judged -> judged.stream().anyMatch(by(first)));
            assertThat(application.endedBy()).isEmpty();
        }
        int before = sent;
        try (ScoringApplication application = start("one")) {
            feedUntil(judged -> judged.size() >= before + 40);
            assertThat(application.endedBy()).isEmpty();
        }

        List<Judged> judged = judged();
        assertEveryImageOnceUnderRisingOffsets(judged, Map.of(first, 0.2));
        assertThat(judged).filteredOn(image -> image.settingsOffset().isEmpty()).isNotEmpty();
        assertThat(lastOfEachPartition(judged, 10)).allMatch(by(first));
    }

    /**
     * The new owner of a partition may have read fewer changes than the former one: it must catch up before it judges.
     */
    @Test
    void shouldNeverFallBackWhenPartitionsMove() {
        Map<Long, Double> published = new TreeMap<>();
        ScoringApplication old = start("old");
        try {
            feedUntil(judged -> judged.size() >= 20);
            for (int move = 1; move <= 3; move++) {
                ScoringApplication young = start("young-" + move);
                double alpha = START_ALPHA + move / 100.0;
                long offset = publish(alpha);
                published.put(offset, alpha);
                feedUntil(judged -> judged.stream().anyMatch(by(offset)));
                old.close();
                old = young;
                int before = sent;
                feedUntil(judged -> judged.size() >= before);
            }
            assertThat(old.endedBy()).isEmpty();
        } finally {
            old.close();
        }

        assertEveryImageOnceUnderRisingOffsets(judged(), published);
    }

    @Test
    void shouldRefuseATopicThatIsMissing() {
        assertThatThrownBy(() -> new TopicCheck(settings("one")).check())
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.remedy())
                                .contains("--topic settings --partitions 1 --config cleanup.policy=compact"))
                .hasMessageContaining("no topic settings");
        assertThatThrownBy(() -> publish(0.2))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.remedy())
                                .contains("--topic settings --partitions 1 --config cleanup.policy=compact"))
                .hasMessageContaining("no topic settings");
    }

    @Test
    void shouldRefuseATopicThatForgets() {
        broker.createTopic("settings", 1);

        assertThatThrownBy(() -> new TopicCheck(settings("one")).check())
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.remedy())
                                .contains("--topic settings --add-config cleanup.policy=compact"))
                .hasMessageContaining("the topic settings has cleanup.policy=delete");
        assertThatThrownBy(() -> publish(0.2)).hasMessageContaining("cleanup.policy=delete");
    }

    @Test
    void shouldRefuseATopicWithoutOneOrder() {
        broker.createTopic("settings", 3);

        assertThatThrownBy(() -> new TopicCheck(settings("one")).check())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("the topic settings has 3 partitions");
    }

    /** Verdicts in the order of their images, which is the order of the outputs of a partition. */
    private static void assertEveryImageOnceUnderRisingOffsets(List<Judged> judged, Map<Long, Double> published) {
        byPartition(judged).forEach((partition, images) -> {
            assertThat(images)
                    .extracting(Judged::offset)
                    .containsExactlyElementsOf(
                            LongStream.range(0, images.size()).boxed().toList());
            assertThat(images)
                    .extracting(image -> image.settingsOffset().orElse(-1L))
                    .isSorted();
        });
        assertThat(judged)
                .allSatisfy(image -> assertThat(image.alpha())
                        .isEqualTo(image.settingsOffset().map(published::get).orElse(START_ALPHA)));
    }

    private static List<Judged> lastOfEachPartition(List<Judged> judged, int count) {
        return byPartition(judged).values().stream()
                .flatMap(images -> images.subList(images.size() - count, images.size()).stream())
                .toList();
    }

    private static Map<Integer, List<Judged>> byPartition(List<Judged> judged) {
        return judged.stream()
                .sorted(Comparator.comparingLong(Judged::offset))
                .collect(Collectors.groupingBy(Judged::partition));
    }

    private static Predicate<Judged> by(long settingsOffset) {
        return image -> image.settingsOffset().equals(Optional.of(settingsOffset));
    }

    /** Sends images to both partitions until the results are enough. */
    private void feedUntil(Predicate<List<Judged>> enough) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            for (String camera : List.of("camera-1", "camera-2", "camera-3", "camera-4")) {
                records.send("images", camera, Collections.nCopies(2, new byte[] {1, 2, 3, 100}));
                sent += 2;
            }
            return enough.test(judged());
        });
        await().atMost(Duration.ofSeconds(60)).until(() -> judged().size() == sent);
    }

    private long publish(double alpha) {
        return new SettingsPublisher(settings("publisher"))
                .publish(new VerdictSettings(OptionalDouble.of(alpha), Optional.empty()));
    }

    private List<Judged> judged() {
        return records.readJson("scores").stream()
                .map(SettingsAtRunTimeIT::judged)
                .toList();
    }

    private static Judged judged(JsonNode score) {
        JsonNode stamp = score.at("/verdict/settingsOffset");
        return new Judged(
                score.at("/image/partition").asInt(),
                score.at("/image/offset").asLong(),
                score.at("/verdict/alpha").asDouble(),
                stamp.isMissingNode() ? Optional.empty() : Optional.of(stamp.asLong()));
    }

    private ScoringApplication start(String client) {
        return stream(client).creatingTopics().start();
    }

    private StreamSettings settings(String client) {
        return stream(client).settings();
    }

    private TestStream stream(String client) {
        return broker.stream("settings-at-run-time")
                .over(TOPICS)
                .judgedBy(Calibrations.judge(999, START_ALPHA))
                .kafka("client.id", client)
                // Heartbeats tell the other members of a rebalance.
                .kafka("heartbeat.interval.ms", 300);
    }
}
