package io.elbowatch.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.demo.broker.EmbeddedBroker;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
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
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Changes of the settings while images flow, instances come and go, and partitions move. */
class SettingsAtRunTimeIT {
    private static final Topics TOPICS = Topics.DEFAULT.withSettings("settings");
    private static final double START_ALPHA = 0.05;

    private EmbeddedBroker broker;
    private Records records;
    private int sent;

    /** A verdict as it was written, and the coordinates of its image. */
    private record Judged(int partition, long offset, double alpha, Optional<Long> settingsOffset) {}

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.start();
        broker.createTopics(
                Map.of("images", 2, "scores", 2, "anomalies", 1, "evidence", 1, "incidents", 1, "rejected", 1));
        records = new Records(broker.bootstrapServers());
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

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

    /** The one that takes over may have seen fewer changes than the one before: it must not judge by them. */
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
        assertThatThrownBy(() -> new TopicCheck(settings("one", false)).check())
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.mend())
                                .contains("--topic settings --partitions 1 --config cleanup.policy=compact"))
                .hasMessageContaining("no topic settings");
        assertThatThrownBy(() -> publish(0.2))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.mend())
                                .contains("--topic settings --partitions 1 --config cleanup.policy=compact"))
                .hasMessageContaining("no topic settings");
    }

    @Test
    void shouldRefuseATopicThatForgets() {
        createSettings(1);

        assertThatThrownBy(() -> new TopicCheck(settings("one", false)).check())
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.mend())
                                .contains("--topic settings --add-config cleanup.policy=compact"))
                .hasMessageContaining("the topic settings has cleanup.policy=delete");
        assertThatThrownBy(() -> publish(0.2)).hasMessageContaining("cleanup.policy=delete");
    }

    @Test
    void shouldRefuseATopicWithoutOneOrder() {
        createSettings(3);

        assertThatThrownBy(() -> new TopicCheck(settings("one", false)).check())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("the topic settings has 3 partitions");
    }

    /** In the order of their images, which is that of the outputs of a partition. */
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

    /** Sends images to both partitions as long as the results do not do. */
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

    /** A broker answers for a topic only some time after it was created. */
    private void createSettings(int partitions) {
        broker.createTopics(Map.of("settings", partitions));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            await().until(() -> admin.listTopics().names().get().contains("settings"));
        }
    }

    private long publish(double alpha) {
        return new SettingsPublisher(settings("publisher", false))
                .publish(new VerdictSettings(OptionalDouble.of(alpha), Optional.empty()));
    }

    private List<Judged> judged() {
        return records.readAll(List.of("scores")).stream()
                .map(record -> judged(record.value()))
                .toList();
    }

    private static Judged judged(byte[] score) {
        try {
            JsonNode json = new ObjectMapper().readTree(score);
            JsonNode stamp = json.at("/verdict/settingsOffset");
            return new Judged(
                    json.at("/image/partition").asInt(),
                    json.at("/image/offset").asLong(),
                    json.at("/verdict/alpha").asDouble(),
                    stamp.isMissingNode() ? Optional.empty() : Optional.of(stamp.asLong()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ScoringApplication start(String client) {
        StreamSettings settings = settings(client, true);
        return ScoringApplication.start(
                settings,
                new ScoringTopology(
                        new FakeModel(),
                        new Preprocessing(FakeModel.SHAPE, Preprocessing.Fit.STRETCH),
                        DecodeLimits.DEFAULT,
                        new Judge(Calibrations.upTo(999), 1, Decider.DEFAULT, START_ALPHA),
                        settings.flow(),
                        ScoringObserver.NONE,
                        Clock.systemUTC()));
    }

    private StreamSettings settings(String client, boolean createTopics) {
        return new StreamSettings(
                "settings-at-run-time",
                Flows.of(TOPICS, new BatchLimits(16, 1 << 20, Duration.ofMillis(20))),
                createTopics,
                1,
                Guarantee.EXACTLY_ONCE_V2,
                new RestartLimits(0, Duration.ofMinutes(1)),
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "client.id",
                        client,
                        // The others learn of a rebalance by their heartbeats.
                        "heartbeat.interval.ms",
                        "300"));
    }
}
