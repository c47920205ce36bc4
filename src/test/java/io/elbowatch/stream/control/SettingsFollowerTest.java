package io.elbowatch.stream.control;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.SettingsRefusal.Reason;
import io.elbowatch.stream.flow.CurrentPlan;
import io.elbowatch.stream.flow.OpenedBundle;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeBundles;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class SettingsFollowerTest {
    private static final String PLAN =
            "{\"schema\":2,\"routes\":[{\"any\":true,\"bundle\":\"a\"}],\"bundles\":{\"a\":{\"at\":\"7\"}}}";
    private static final TopicPartition PARTITION = new TopicPartition("settings", 0);

    private final List<ConsumerRecord<byte[], byte[]>> topic = new CopyOnWriteArrayList<>();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
        /** Another forgets what it has given. */
        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            super.seek(partition, offset);
            topic.stream().filter(record -> record.offset() >= offset).forEach(this::addRecord);
        }
    };
    private final CurrentPlan inForce =
            Flows.plan(new FakeModel(), new Judge(Calibrations.upTo(199), 1, Decider.DEFAULT, 0.05));
    private final List<Reason> refused = new CopyOnWriteArrayList<>();

    @BeforeEach
    void beginAtTheBeginning() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
    }

    @Test
    void shouldHaveReadAllRecordsOnceItHasStarted() {
        publish(0, "{\"schema\":1,\"alpha\":0.1}");
        publish(1, "{\"schema\":1,\"alpha\":0.2}");

        try (SettingsFollower follower = start()) {
            assertThat(inForce.now().settingsOffset()).hasValue(1);
            assertThat(follower).isNotNull();
        }
        assertThat(consumer.closed()).isTrue();
    }

    /** A partition that comes from another instance waits for this. */
    @Test
    void shouldCatchUpToTheEnd() {
        try (SettingsFollower follower = start()) {
            for (int offset = 0; offset < 50; offset++) {
                publish(offset, "{\"schema\":1,\"alpha\":0." + (offset + 10) + "}");

                follower.catchUp();

                assertThat(inForce.now().settingsOffset()).hasValue(offset);
            }
        }
    }

    @Test
    void shouldCountRefusedRecordsAndContinue() {
        publish(0, "{\"schema\":1,\"alpha\":0.1}");
        publish(1, "{\"schema\":1,\"alpha\":2}");
        publish(2, "nonsense");

        try (SettingsFollower follower = start()) {
            assertThat(inForce.now().settingsOffset()).hasValue(0);
            publish(3, "{\"schema\":1,\"decide\":\"local\"}");
            follower.catchUp();
        }
        assertThat(inForce.now().settingsOffset()).hasValue(3);
        assertThat(refused).containsExactly(Reason.ALPHA, Reason.MALFORMED);
    }

    @Test
    void shouldRefuseToStartOnATopicThatItMayNotRead() {
        consumer.setOffsetsException(new TopicAuthorizationException("Not authorized to access topics: [settings]"));

        assertThatThrownBy(this::start)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.remedy()).contains("ACLs READ"))
                .hasMessageContaining("topic settings")
                .hasMessageContaining("Not authorized");
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void shouldKeepTheSettingsInForceDuringAFailureAndContinueAfterIt() {
        publish(0, "{\"schema\":1,\"alpha\":0.1}");
        try (SettingsFollower follower = start()) {
            consumer.setOffsetsException(new TopicAuthorizationException("revoked"));
            assertThatThrownBy(follower::catchUp).isInstanceOf(Refusal.class);
            assertThat(inForce.now().settingsOffset()).hasValue(0);

            consumer.setOffsetsException(null);
            publish(1, "{\"schema\":1,\"alpha\":0.2}");
            follower.catchUp();
        }
        assertThat(inForce.now().settingsOffset()).hasValue(1);
    }

    @Test
    void shouldTryABundleAgainThatCannotBeReached() {
        FakeBundles bundles = new FakeBundles().without("7");
        CurrentPlan plan = planOf(bundles);
        try (SettingsFollower follower =
                SettingsFollower.start(consumer, "settings", plan, Duration.ofMinutes(2), new Recorder())) {
            publish(0, "models", PLAN);
            await().until(() -> plan.state().loading().isPresent());
            assertThat(plan.now().settingsOffset()).isEmpty();
            bundles.with("7");
            follower.catchUp();
            assertThat(plan.now().settingsOffset()).hasValue(0);
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void shouldRefuseABundleThatCannotBeReachedInTime() {
        FakeBundles bundles = new FakeBundles().without("7");
        CurrentPlan plan = planOf(bundles);
        try (SettingsFollower follower =
                SettingsFollower.start(consumer, "settings", plan, Duration.ZERO, new Recorder())) {
            publish(0, "models", PLAN);
            follower.catchUp();
            assertThat(plan.now().settingsOffset()).isEmpty();
            assertThat(plan.state().refused().orElseThrow().offset()).isZero();
        }
        assertThat(refused).containsExactly(Reason.UNREACHABLE);
    }

    /** The state stays "loading" then, and a stream thread that waits for its end would wait for ever. */
    @Test
    @Timeout(30)
    void shouldRefuseToCatchUpOnceAnErrorHasEndedTheReading() {
        CurrentPlan plan = planOf(new FakeBundles());
        plan.requireBefore(models -> {
            throw new NoClassDefFoundError("ai/onnx/Missing");
        });
        try (SettingsFollower follower =
                SettingsFollower.start(consumer, "settings", plan, Duration.ofMinutes(2), new Recorder())) {
            publish(0, "models", PLAN);
            for (int call = 0; call < 2; call++) { // one that waits when the reading ends, and one that comes later
                assertThatThrownBy(follower::catchUp)
                        .isInstanceOfSatisfying(
                                Refusal.class,
                                refusal -> assertThat(refusal.remedy()).contains("restart this instance"))
                        .hasMessageContaining("topic settings")
                        .hasMessageContaining("ai/onnx/Missing");
            }
        }
        assertThat(plan.now().settingsOffset()).isEmpty();
    }

    /** A stream thread that waits for it would die of a failure that passes, and nine tries end five threads. */
    @Test
    @Timeout(30)
    void shouldWaitForARecordThatCouldNotBeAppliedAtFirst() {
        CurrentPlan plan = planOf(new FakeBundles());
        AtomicBoolean failing = new AtomicBoolean(true);
        plan.requireBefore(models -> {
            if (failing.getAndSet(false)) {
                throw new IllegalStateException("no memory\nleft");
            }
        });
        try (SettingsFollower follower =
                SettingsFollower.start(consumer, "settings", plan, Duration.ofMinutes(2), new Recorder())) {
            topic.add(record(0, "models", PLAN));
            topic.add(record(1, "verdict", "{\"schema\":1,\"alpha\":0.2}"));
            consumer.schedulePollTask(() -> topic.forEach(consumer::addRecord)); // in one poll
            consumer.updateEndOffsets(Map.of(PARTITION, 2L));
            follower.catchUp();

            assertThat(plan.now().settingsOffset()).hasValue(1);
        }
        assertThat(plan.state().planOffset()).hasValue(0);
        assertThat(refused).isEmpty();
    }

    @Test
    void shouldRefuseToStartOnRecordsThatCannotBeApplied() {
        CurrentPlan plan = planOf(new FakeBundles());
        plan.requireBefore(models -> {
            throw new IllegalStateException("no memory\nleft");
        });
        publish(0, "models", PLAN);

        assertThatThrownBy(
                        () -> SettingsFollower.start(consumer, "settings", plan, Duration.ofMinutes(2), new Recorder()))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.remedy()).contains("publish other settings"))
                .hasMessageContaining("topic settings could not be applied")
                .hasMessageContaining("no memory\\nleft");
        assertThat(consumer.closed()).isTrue();
    }

    private static CurrentPlan planOf(FakeBundles bundles) {
        return CurrentPlan.ofOne(
                "start", OpenedBundle.of(Flows.served(new FakeModel(), Calibrations.judge(199, 0.05))), bundles);
    }

    private SettingsFollower start() {
        return SettingsFollower.start(consumer, "settings", inForce, Duration.ofSeconds(2), new Recorder());
    }

    private void publish(long offset, String json) {
        publish(offset, "verdict", json);
    }

    private void publish(long offset, String key, String json) {
        consumer.schedulePollTask(() -> consumer.addRecord(record(offset, key, json)));
        consumer.updateEndOffsets(Map.of(PARTITION, offset + 1));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String key, String json) {
        return new ConsumerRecord<>("settings", 0, offset, key.getBytes(UTF_8), json.getBytes(UTF_8));
    }

    private final class Recorder implements ScoringObserver {
        @Override
        public void settingsRefused(SettingsRefusal.Reason reason) {
            refused.add(reason);
        }
    }
}
