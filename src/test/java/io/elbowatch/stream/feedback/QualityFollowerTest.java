package io.elbowatch.stream.feedback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.elbowatch.core.quality.QualityReport;
import io.elbowatch.stream.flow.PeopleTopics;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.lookup.Lookup;
import io.elbowatch.stream.lookup.ScoreLookup;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class QualityFollowerTest {
    private static final long NOW = Duration.ofDays(20_000).toMillis();
    private static final Topics TOPICS = Topics.DEFAULT.withPeople(
            new PeopleTopics(Optional.of("feedback"), Optional.of("review"), Optional.empty()));

    private final Queue<Lookup<byte[]>> answers = new ConcurrentLinkedQueue<>(); // after them all is missing
    private final CountDownLatch resolved = new CountDownLatch(1);
    private final AtomicInteger lookups = new AtomicInteger();
    private final Kafka kafka = new Kafka();
    private final TestClock clock = new TestClock(NOW);
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1); // it may overflow

    /** A consumer over three partitions; a record is there as soon as its partition is assigned. */
    private static final class Kafka extends MockConsumer<byte[], byte[]> {
        private final Map<TopicPartition, Long> ends = new HashMap<>();
        private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> stored = new HashMap<>();
        private Runnable afterTimes = () -> {};

        Kafka() {
            super("earliest");
            for (String topic : List.of("feedback", "anomalies", "review")) {
                TopicPartition partition = new TopicPartition(topic, 0);
                updatePartitions(topic, List.of(new PartitionInfo(topic, 0, null, null, null)));
                updateBeginningOffsets(Map.of(partition, 0L));
                ends.put(partition, 0L);
                stored.put(partition, new ArrayList<>());
                updateEndOffsets(ends);
            }
        }

        void store(String topic, String key, String value) {
            TopicPartition partition = new TopicPartition(topic, 0);
            List<ConsumerRecord<byte[], byte[]>> records = stored.get(partition);
            records.add(new ConsumerRecord<>(
                    topic, 0, records.size(), key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8)));
            ends.merge(partition, 1L, Long::sum);
            updateEndOffsets(ends);
        }

        /** Stores a record while it is read. */
        void write(String topic, String key, String value) {
            schedulePollTask(() -> {
                store(topic, key, value);
                List<ConsumerRecord<byte[], byte[]>> records = stored.get(new TopicPartition(topic, 0));
                addRecord(records.get(records.size() - 1));
            });
        }

        @Override
        public synchronized void assign(Collection<TopicPartition> partitions) {
            super.assign(partitions);
            schedulePollTask(() -> stored.forEach((partition, records) -> records.forEach(this::addRecord)));
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
            times.forEach((partition, millis) ->
                    found.put(partition, stored.get(partition).isEmpty() ? null : new OffsetAndTimestamp(0, NOW)));
            afterTimes.run();
            return found;
        }
    }

    @Test
    void shouldJoinTheTopicsAndLookUpWhatIsMissing() throws Exception {
        for (int i = 0; i < 4; i++) {
            kafka.store("anomalies", "a", decision(i, true, ""));
        }
        kafka.store("review", "a", decision(10, false, ",\"review\":{\"why\":\"random\",\"rate\":0.5}"));
        kafka.store("review", "a", "no record of this program");
        kafka.store("feedback", "images-0-0", label(0, "defect"));
        kafka.store("feedback", "images-0-1", label(1, "normal"));
        kafka.store("feedback", "images-0-99", label(99, "defect"));
        kafka.store("feedback", "images-0-2", "{");
        try (QualityFollower follower = follower()) {
            follower.start();
            assertThat(resolved.await(20, TimeUnit.SECONDS)).isTrue();
            QualityReport report = follower.report().orElseThrow();
            assertThat(report.all().reported()).isEqualTo(4);
            assertThat(report.all().precision().orElseThrow().labels()).isEqualTo(2);
            assertThat(report.alpha()).hasValue(0.01);
            assertThat(follower.queue(10)).hasSize(1);
        }
    }

    /** A topic in which nothing was for long. */
    @Test
    void shouldReadWhatIsWrittenWhileItLooksForTheBeginOfTheWindow() {
        kafka.afterTimes = () -> {
            kafka.afterTimes = () -> {};
            kafka.store("anomalies", "a", decision(1, true, ""));
        };
        try (QualityFollower follower = follower()) {
            follower.start();
            await().until(() -> {
                nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(2));
                return follower.report()
                        .filter(report -> report.all().reported() == 1)
                        .isPresent();
            });
        }
    }

    @Test
    void shouldSayNothingBeforeItHasReadEverything() {
        try (QualityFollower follower = follower()) {
            assertThat(follower.report()).isEmpty();
        }
    }

    /** Those who ask once, as a command does, wait for it. */
    @Test
    void shouldSayWhenItHasLookedUpAllLabels() {
        for (int i = 0; i < 30; i++) {
            kafka.store("feedback", "images-0-" + i, label(i, "defect"));
            answers.add(new Lookup.Found<>(decision(i, true, "").getBytes(UTF_8)));
        }
        try (QualityFollower follower = follower()) {
            follower.start();
            await().until(() -> follower.report().isPresent() && follower.hasLookedUpAll());
            assertThat(follower.labelledImages()).hasSize(30);
        }
    }

    /** As the score of an image whose transaction is open. */
    @Test
    void shouldLookUpAgainWhatIsMissingForAMoment() {
        kafka.store("feedback", "images-0-99", label(99, "defect"));
        answers.add(new Lookup.Missing<>("not committed yet"));
        answers.add(new Lookup.Missing<>("not committed yet"));
        answers.add(new Lookup.Found<>(decision(99, true, "").getBytes(UTF_8)));
        try (QualityFollower follower = follower()) {
            follower.start();
            await().until(() -> {
                nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(20));
                return follower.report()
                        .filter(report -> report.unresolved() == 0)
                        .isPresent();
            });
            assertThat(follower.labelledImages()).hasSize(1);
        }
    }

    @Test
    void shouldLookUpAgainALabelThatIsWrittenAnewAfterTheLastTry() {
        kafka.store("feedback", "images-0-99", label(99, "defect"));
        try (QualityFollower follower = follower()) {
            follower.start();
            await().until(() -> {
                nanoTime.addAndGet(TimeUnit.MINUTES.toNanos(20));
                return lookups.get() == 1 + LookupRetries.PAUSES.size();
            });
            answers.add(new Lookup.Found<>(decision(99, true, "").getBytes(UTF_8)));
            kafka.write("feedback", "images-0-99", label(99, "defect"));

            await().until(() -> follower.labelledImages().size() == 1);
        }
    }

    /** Somebody changes a label three times within seconds. */
    @Test
    void shouldBeginTheTriesAgainWithALabelThatIsWrittenAnew() {
        kafka.store("feedback", "images-0-99", label(99, "defect"));
        try (QualityFollower follower = follower()) {
            follower.start();
            for (int written = 1; written <= LookupRetries.PAUSES.size(); written++) {
                int times = written;
                await().until(() -> lookups.get() == times);
                kafka.write("feedback", "images-0-99", label(99, "normal"));
            }
            await().until(() -> lookups.get() == 1 + LookupRetries.PAUSES.size());
            answers.add(new Lookup.Found<>(decision(99, true, "").getBytes(UTF_8)));

            await().until(() -> {
                nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(20));
                return follower.labelledImages().size() == 1;
            });
        }
    }

    @Test
    void shouldRenewTheReportAfterTwoSecondsWhereverTheClockJumps() {
        kafka.store("feedback", "images-0-1", label(1, "defect"));
        try (QualityFollower follower = follower()) {
            follower.start();
            await().until(() -> follower.report().isPresent());
            QualityReport first = follower.report().orElseThrow();

            clock.advance(Duration.ofHours(1));
            assertThat(follower.report()).containsSame(first);
            clock.advance(Duration.ofHours(-2));
            nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(2));
            assertThat(follower.report().orElseThrow()).isNotSameAs(first);
        }
    }

    @Test
    void shouldGoOnAfterAFailure() throws Exception {
        kafka.store("anomalies", "a", decision(1, true, ""));
        kafka.store("feedback", "images-0-99", label(99, "defect"));
        Kafka failing = new Kafka();
        failing.setPollException(new KafkaException("the brokers\nare away"));
        Iterator<Kafka> consumers = List.of(failing, kafka).iterator();
        Logger logger = (Logger) LoggerFactory.getLogger(QualityFollower.class);
        ListAppender<ILoggingEvent> written = new ListAppender<>();
        written.start();
        logger.addAppender(written);
        try (QualityFollower follower =
                new QualityFollower(consumers::next, TOPICS, Duration.ofDays(30), lookup(), clock, nanoTime::get, 1)) {
            follower.start();
            assertThat(resolved.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(follower.report().orElseThrow().all().reported()).isEqualTo(1);
        } finally {
            logger.detachAppender(written);
        }
        assertThat(written.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .contains("reason=\"the brokers\\nare away\"");
    }

    private QualityFollower follower() {
        return new QualityFollower(() -> kafka, TOPICS, Duration.ofDays(30), lookup(), clock, nanoTime::get, 1);
    }

    private ScoreLookup lookup() {
        return new ScoreLookup() {
            @Override
            public Lookup<byte[]> score(OutputOrigin image, OptionalLong timestampMillis) {
                Lookup<byte[]> answer = answers.poll(); // before a test that waits for the count adds another
                resolved.countDown();
                lookups.incrementAndGet();
                return answer == null ? new Lookup.Missing<>("gone") : answer;
            }

            @Override
            public Lookup<byte[]> anomaly(OutputOrigin image, OptionalLong timestampMillis) {
                throw new AssertionError("not asked for");
            }

            @Override
            public Lookup<byte[]> picture(OutputOrigin image, OptionalLong timestampMillis) {
                throw new AssertionError("not asked for");
            }
        };
    }

    private static String decision(int offset, boolean anomalous, String more) {
        return "{\"image\":{\"topic\":\"images\",\"partition\":0,\"offset\":" + offset + ",\"timestamp\":" + NOW
                + ",\"source\":\"a\"},\"verdict\":{\"anomalous\":" + anomalous + ",\"score\":\"default\",\"pValue\":"
                + (anomalous ? 0.001 : 0.5) + ",\"alpha\":0.01}" + more + "}";
    }

    private static String label(int offset, String label) {
        return "{\"schema\":1,\"image\":{\"topic\":\"images\",\"partition\":0,\"offset\":" + offset + "},\"label\":\""
                + label + "\",\"by\":\"somebody\",\"at\":" + NOW + "}";
    }
}
