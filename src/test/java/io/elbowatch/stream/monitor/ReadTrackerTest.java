package io.elbowatch.stream.monitor;

import io.elbowatch.stream.flow.LossReason;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.monitor.LagWatch.Range;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A consumer without a broker, over partition 0 of images; time passes by hand. */
class ReadTrackerTest {
    private static final TopicPartition IMAGES = new TopicPartition("images", 0);
    private static final Uuid OLD = Uuid.randomUuid();
    private static final Uuid NEW = Uuid.randomUuid();

    private final Map<LossReason, Long> counts = new EnumMap<>(LossReason.class);
    private final LostImages lost = new LostImages("images", new ScoringObserver() {
        @Override
        public void lost(LossReason reason, long images) {
            counts.merge(reason, images, Long::sum);
        }
    });
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private long nanos;
    private Uuid topic = OLD;
    private final ImageReads reads = new ImageReads("images", lost, () -> Optional.ofNullable(topic), () -> nanos);
    private final ReadTracker tracker = new ReadTracker(List.of(reads));

    @BeforeEach
    void assign() {
        consumer.assign(List.of(IMAGES));
        consumer.updateBeginningOffsets(Map.of(IMAGES, 0L));
    }

    @Test
    void shouldCountNothingWhileEveryOffsetComes() {
        start(5);
        assertThat(poll(5, 6, 7)).isEqualTo(3);
        assertThat(poll(8)).isEqualTo(1);

        judge(8);
        assertThat(counts).isEmpty();
    }

    @Test
    void shouldCountWhatWasDeletedBeforeTheFirstImage() {
        start(5);
        poll(305, 306);

        judge(305);
        assertThat(counts).isEqualTo(Map.of(LossReason.RETENTION, 300L));
    }

    @Test
    void shouldCountWhatWasDeletedBetweenTwoImages() {
        start(0);
        poll(0, 1);
        poll(90);

        judge(85);
        assertThat(counts).isEqualTo(Map.of(LossReason.RETENTION, 83L));
    }

    @Test
    void shouldNotCountTransactionMarkers() {
        start(0);
        poll(0, 2, 4);

        judge(0);
        assertThat(counts).isEmpty();
    }

    @Test
    void shouldCountWhatWasDeletedWhereNoImageFollows() {
        start(100);
        consumer.updateBeginningOffsets(Map.of(IMAGES, 400L));
        consumer.seek(IMAGES, 400);
        pass(Duration.ofSeconds(2));
        poll();

        judge(400);
        assertThat(counts).isEqualTo(Map.of(LossReason.RETENTION, 300L));
    }

    @Test
    void shouldCountAnOffsetOnce() {
        start(100);
        poll(400);
        judge(400);
        start(100);
        poll(450);

        judge(450);
        assertThat(counts).isEqualTo(Map.of(LossReason.RETENTION, 350L));
    }

    @Test
    void shouldReadATopicThatIsMadeAnewFromItsBeginning() {
        start(100);
        poll(100, 101);
        commit(102);
        topic = NEW;
        pass(Duration.ofSeconds(1));

        assertThat(poll(102, 103)).isZero();
        assertThat(consumer.position(IMAGES)).isZero();
        assertThat(poll(0, 1, 2)).isEqualTo(3);
        judge(0);
        assertThat(counts).isEmpty();
    }

    @Test
    void shouldNoticeATopicThatIsMadeAnewRightAfterItWasGone() {
        start(100);
        poll(100, 101);
        topic = Uuid.ZERO_UUID;
        pass(Duration.ofSeconds(1));
        reads.lookUp();
        topic = NEW;
        pass(Duration.ofMillis(60));

        assertThat(poll(102, 103)).isZero();
    }

    @Test
    void shouldCountWhatWaitedInATopicThatWasMadeAnew() {
        start(100);
        poll(100, 101);
        commit(102);
        lost.judge(OLD, Map.of(0, new Range(0, 100, 150)));
        topic = NEW;
        pass(Duration.ofSeconds(1));
        poll(102);
        poll(0);

        assertThat(counts).isEqualTo(Map.of(LossReason.RECREATED, 48L));
    }

    @Test
    void shouldCountWhatWaitedAlsoWhenAnotherConsumerFollows() {
        start(100);
        poll(100, 101);
        lost.judge(OLD, Map.of(0, new Range(0, 100, 150)));
        topic = NEW;
        pass(Duration.ofSeconds(1));
        new ReadTracker(List.of(reads)).committed(Set.of(IMAGES), Map.of());

        assertThat(counts).isEqualTo(Map.of(LossReason.RECREATED, 48L));
    }

    @Test
    void shouldNotTrustAnOffsetThatWasCommittedAfterTheTopicWasMadeAnew() {
        ReadTracker another = afterTheTopicWasMadeAnew(committed(102, OLD));
        consumer.seek(IMAGES, 102);
        another.poll(consumer, Duration.ZERO);

        assertThat(consumer.position(IMAGES)).isZero();
    }

    /** Also where the topic before had an offset like that. */
    @Test
    void shouldTrustAnOffsetThatAnotherInstanceCommittedInTheNewTopic() {
        start(100);
        poll(100, 101);
        lost.judge(OLD, Map.of(0, new Range(0, 100, 150)));
        topic = NEW;
        pass(Duration.ofSeconds(1));
        ReadTracker another = new ReadTracker(List.of(reads));
        another.committed(Set.of(IMAGES), Map.of(IMAGES, committed(101, NEW)));
        consumer.seek(IMAGES, 101);
        another.poll(consumer, Duration.ZERO);

        assertThat(consumer.position(IMAGES)).isEqualTo(101);
        assertThat(counts).isEmpty(); // The other instance counts.
    }

    @Test
    void shouldGoOnWithWhatAnotherInstanceReadOfTheNewTopicAndStartAgainWithItsOwn() {
        TopicPartition own = new TopicPartition("images", 1);
        consumer.assign(List.of(own));
        consumer.updateBeginningOffsets(Map.of(own, 0L));
        tracker.committed(Set.of(own), Map.of(own, committed(40, OLD)));
        consumer.seek(own, 40);
        tracker.poll(consumer, Duration.ZERO);
        topic = NEW;
        pass(Duration.ofSeconds(1));
        consumer.assign(List.of(own, IMAGES));
        consumer.seek(own, 40);
        tracker.committed(Set.of(IMAGES), Map.of(IMAGES, committed(60, NEW)));
        consumer.seek(IMAGES, 60);
        consumer.addRecord(new ConsumerRecord<>("images", 0, 60, new byte[0], new byte[0]));
        consumer.addRecord(new ConsumerRecord<>("images", 1, 40, new byte[0], new byte[0]));

        ConsumerRecords<byte[], byte[]> got = tracker.poll(consumer, Duration.ZERO);
        assertThat(got.partitions()).containsExactly(IMAGES);
        assertThat(consumer.position(IMAGES)).isEqualTo(61);
        assertThat(consumer.position(own)).isZero();
    }

    /** The consumer that had the partition before looks at its assignment once a second. */
    @Test
    void shouldGoOnWithSuchAPartitionAlsoWhenTheConsumerBeforeForgetsIt() {
        start(40);
        poll(40);
        MockConsumer<byte[], byte[]> next = new MockConsumer<>("earliest");
        ReadTracker another = new ReadTracker(List.of(reads));
        TopicPartition other = new TopicPartition("images", 1);
        next.assign(List.of(other));
        next.updateBeginningOffsets(Map.of(IMAGES, 0L, other, 0L));
        another.committed(Set.of(other), Map.of(other, committed(7, OLD)));
        next.seek(other, 7);
        another.poll(next, Duration.ZERO);
        topic = NEW;
        pass(Duration.ofSeconds(2));
        next.assign(List.of(IMAGES));
        another.committed(Set.of(IMAGES), Map.of(IMAGES, committed(60, NEW)));
        next.seek(IMAGES, 60);
        consumer.assign(List.of());
        tracker.poll(consumer, Duration.ZERO);

        assertThat(ImageReads.stamped(List.of(reads), Map.of(IMAGES, new OffsetAndMetadata(60))))
                .isEqualTo(Map.of(IMAGES, committed(60, NEW)));
        another.poll(next, Duration.ZERO);
        assertThat(next.position(IMAGES)).isEqualTo(60);
    }

    @Test
    void shouldTrustAnOffsetOfAnEarlierReleaseOrAnotherProgram() {
        reads.lookUp();
        topic = NEW;
        pass(Duration.ofSeconds(1));
        start(102);
        tracker.poll(consumer, Duration.ZERO);

        assertThat(consumer.position(IMAGES)).isEqualTo(102);
    }

    /** Some seconds later, because a broker that has not heard of the present topic would name the one before. */
    @Test
    void shouldNotTrustAnOffsetOfATopicThatWasMadeAnewWhileNoInstanceRan() {
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(IMAGES, committed(102, Uuid.randomUuid()));
        assertThatThrownBy(() -> tracker.committed(Set.of(IMAGES), offsets)).isInstanceOf(TimeoutException.class);
        pass(Duration.ofSeconds(6));
        tracker.committed(Set.of(IMAGES), offsets);
        consumer.seek(IMAGES, 102);
        tracker.poll(consumer, Duration.ZERO);

        assertThat(consumer.position(IMAGES)).isZero();
    }

    @Test
    void shouldNotGoBackToATopicThatABrokerStillNames() {
        topic = NEW;
        reads.lookUp();
        start(100);
        poll(100);
        topic = Uuid.randomUuid();
        Uuid newest = topic;
        pass(Duration.ofSeconds(1));
        reads.lookUp();
        topic = NEW;
        pass(Duration.ofSeconds(1));

        assertThat(reads.lookUp()).contains(newest);
    }

    @Test
    void shouldAskAgainWhereNoBrokerHasAnsweredYet() {
        topic = null;
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(IMAGES, committed(102, OLD));

        assertThatThrownBy(() -> tracker.committed(Set.of(IMAGES), offsets)).isInstanceOf(TimeoutException.class);
        topic = OLD;
        pass(Duration.ofSeconds(6));
        assertThat(tracker.committed(Set.of(IMAGES), offsets)).isEqualTo(Map.of(IMAGES, new OffsetAndMetadata(102)));
    }

    @Test
    void shouldAskAgainWhereNoBrokerSaysWhichTopicThereIs() {
        reads.lookUp();
        topic = Uuid.ZERO_UUID;
        pass(Duration.ofSeconds(1));
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(IMAGES, committed(102, NEW));

        assertThatThrownBy(() -> tracker.committed(Set.of(IMAGES), offsets))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("102");
        topic = NEW;
        assertThat(tracker.committed(Set.of(IMAGES), offsets)).isEqualTo(Map.of(IMAGES, new OffsetAndMetadata(102)));
        consumer.seek(IMAGES, 102);
        tracker.poll(consumer, Duration.ZERO);
        assertThat(consumer.position(IMAGES)).isEqualTo(102);
    }

    /** Kafka Streams commits the offset of the first image that it has not scored, whichever topic that is of. */
    @Test
    void shouldReadATopicThatIsMadeAnewOnlyWhenWhatWasReadOfTheOneBeforeIsCommitted() {
        start(100);
        poll(100, 101, 102, 103);
        assertThat(commit(102)).isEqualTo(committed(102, OLD));
        topic = NEW;
        pass(Duration.ofSeconds(1));

        assertThat(poll(104, 105)).isZero();
        assertThat(poll(106)).isZero();
        assertThat(commit(104)).isEqualTo(committed(104, OLD));
        assertThat(poll()).isZero();
        assertThat(commit(104)).isEqualTo(committed(104, OLD));
        assertThat(poll(0, 1, 2)).isEqualTo(3);
        assertThat(commit(104)).isEqualTo(committed(104, OLD)); // none of them is scored yet
        assertThat(commit(3)).isEqualTo(committed(3, NEW));
    }

    /** Kafka Streams commits no offset behind images that it did not get. */
    @Test
    void shouldNotWaitForTheCommitOfWhatWasDeletedUnread() {
        start(100);
        poll(100, 101);
        commit(102);
        consumer.updateBeginningOffsets(Map.of(IMAGES, 400L));
        consumer.seek(IMAGES, 400);
        pass(Duration.ofSeconds(2));
        poll();
        topic = NEW;
        pass(Duration.ofSeconds(1));
        consumer.updateBeginningOffsets(Map.of(IMAGES, 0L));
        assertThat(poll(400)).isZero();

        assertThat(poll(0, 1, 2)).isEqualTo(3);
    }

    @Test
    void shouldCommitOtherTopicsAndWhatIsNotKnownAsTheyAre() {
        TopicPartition other = new TopicPartition("else", 0);
        Map<TopicPartition, OffsetAndMetadata> offsets =
                Map.of(other, new OffsetAndMetadata(1), IMAGES, new OffsetAndMetadata(2));

        assertThat(ImageReads.stamped(List.of(reads), offsets)).isEqualTo(offsets);
    }

    @Test
    void shouldGiveKafkaStreamsItsOwnMetadataBack() {
        OffsetAndMetadata plain = new OffsetAndMetadata(100, "AgAAAZ+/==");
        start(100);
        poll(100);
        OffsetAndMetadata written =
                ImageReads.stamped(List.of(reads), Map.of(IMAGES, plain)).get(IMAGES);

        assertThat(written.metadata()).contains(OLD.toString());
        assertThat(tracker.committed(Set.of(IMAGES), Map.of(IMAGES, written))).isEqualTo(Map.of(IMAGES, plain));
    }

    /** Kafka's consumer reads nothing of a partition whose epochs are lower than that of its committed offset. */
    @Test
    void shouldCommitNoEpochOfALeader() {
        OffsetAndMetadata offset = new OffsetAndMetadata(100, Optional.of(7), "");
        start(100);
        poll(100);

        assertThat(ImageReads.stamped(List.of(reads), Map.of(IMAGES, offset))
                        .get(IMAGES)
                        .leaderEpoch())
                .isEmpty();
    }

    @Test
    void shouldLeaveOtherPartitionsAloneWhereThePartitionOfSuchAnOffsetIsGoneAgain() {
        TopicPartition other = new TopicPartition("images", 1);
        ReadTracker another = afterTheTopicWasMadeAnew(committed(102, OLD));
        consumer.assign(List.of(other));
        consumer.updateBeginningOffsets(Map.of(other, 0L));
        consumer.seek(other, 40);
        another.poll(consumer, Duration.ZERO);

        assertThat(consumer.position(other)).isEqualTo(40);
    }

    @Test
    void shouldWithholdOnlyTheTopicThatIsMadeAnew() {
        TopicPartition other = new TopicPartition("line-2", 0);
        Uuid otherId = Uuid.randomUuid();
        ImageReads others = new ImageReads("line-2", lost, () -> Optional.of(otherId), () -> nanos);
        ReadTracker both = new ReadTracker(List.of(reads, others));
        consumer.assign(List.of(IMAGES, other));
        consumer.updateBeginningOffsets(Map.of(IMAGES, 0L, other, 0L));
        both.committed(
                Set.of(IMAGES, other), Map.of(IMAGES, new OffsetAndMetadata(100), other, new OffsetAndMetadata(7)));
        consumer.seek(IMAGES, 100);
        consumer.seek(other, 7);
        topic = NEW;
        pass(Duration.ofSeconds(1));
        consumer.addRecord(new ConsumerRecord<>("images", 0, 100, new byte[0], new byte[0]));
        consumer.addRecord(new ConsumerRecord<>("line-2", 0, 7, new byte[0], new byte[0]));

        ConsumerRecords<byte[], byte[]> got = both.poll(consumer, Duration.ZERO);
        assertThat(got.partitions()).containsExactly(other);
        assertThat(got.nextOffsets()).doesNotContainKey(IMAGES);
        assertThat(consumer.position(IMAGES)).isZero();
        assertThat(consumer.position(other)).isEqualTo(8);
    }

    private static OffsetAndMetadata committed(long offset, Uuid topic) {
        return TopicStamp.on(new OffsetAndMetadata(offset), topic);
    }

    private OffsetAndMetadata commit(long offset) {
        return ImageReads.stamped(List.of(reads), Map.of(IMAGES, new OffsetAndMetadata(offset)))
                .get(IMAGES);
    }

    /** Another tracker of this process, which has read two images of the topic before. */
    private ReadTracker afterTheTopicWasMadeAnew(OffsetAndMetadata committed) {
        start(100);
        poll(100, 101);
        topic = NEW;
        pass(Duration.ofSeconds(1));
        ReadTracker another = new ReadTracker(List.of(reads));
        another.committed(Set.of(IMAGES), Map.of(IMAGES, committed));
        return another;
    }

    @Test
    void shouldGoOnAtTheResultsThatTheCommittedOffsetIsBehind() {
        startStamped(5);
        assertThat(ImageReads.together(List.of(reads)).begin(IMAGES, OLD, 50)).hasValue(50);
        tracker.poll(consumer, Duration.ZERO);
        assertThat(consumer.position(IMAGES)).isEqualTo(50);

        consumer.seek(IMAGES, 60);
        tracker.poll(consumer, Duration.ZERO);
        assertThat(consumer.position(IMAGES)).as("once").isEqualTo(60);
        judge(0);
        assertThat(counts).isEmpty();
    }

    @Test
    void shouldNotGoOnAtResultsOfAnotherTopicOrBehindAChosenOffset() {
        startStamped(5);
        assertThat(ImageReads.together(List.of(reads)).begin(IMAGES, NEW, 50)).isEmpty();
        start(5);
        assertThat(ImageReads.together(List.of(reads)).begin(IMAGES, OLD, 50)).hasValue(5);
        tracker.poll(consumer, Duration.ZERO);
        assertThat(consumer.position(IMAGES)).isEqualTo(5);
    }

    /** The thread of the first one died; the partition came back later, with another offset. */
    @Test
    void shouldLeaveItToTheConsumerOfTheTask() {
        startStamped(5);
        ImageReads.together(List.of(reads)).begin(IMAGES, OLD, 50);
        ReadTracker another = new ReadTracker(List.of(reads));
        another.poll(consumer, Duration.ZERO);
        assertThat(consumer.position(IMAGES)).isEqualTo(5);

        consumer.unsubscribe();
        tracker.poll(consumer, Duration.ZERO); // has the partition no more
        consumer.assign(List.of(IMAGES));
        consumer.seek(IMAGES, 7);
        tracker.poll(consumer, Duration.ZERO);
        assertThat(consumer.position(IMAGES)).isEqualTo(7);
    }

    @Test
    void shouldClaimNothingWhereNoBrokerNamesTheTopic() {
        topic = null;
        start(5);
        assertThat(ImageReads.together(List.of(reads)).begin(IMAGES, OLD, 50)).isEmpty();
        tracker.poll(consumer, Duration.ZERO);
        assertThat(consumer.position(IMAGES)).isEqualTo(5);
    }

    private void startStamped(long committed) {
        tracker.committed(Set.of(IMAGES), Map.of(IMAGES, committed(committed, OLD)));
        consumer.seek(IMAGES, committed);
    }

    private void start(long committed) {
        tracker.committed(Set.of(IMAGES), Map.of(IMAGES, new OffsetAndMetadata(committed)));
        consumer.seek(IMAGES, committed);
    }

    /** Polls images of these offsets. @return how many the stream gets */
    private int poll(long... offsets) {
        for (long offset : offsets) {
            consumer.addRecord(new ConsumerRecord<>("images", 0, offset, new byte[0], new byte[0]));
        }
        if (offsets.length > 0 && consumer.position(IMAGES) > offsets[0]) {
            consumer.seek(IMAGES, offsets[0]);
        }
        return tracker.poll(consumer, Duration.ZERO).count();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private void judge(long begin) {
        lost.collect();
        lost.judge(topic, Map.of(0, new Range(begin, begin, 1_000)));
    }
}
