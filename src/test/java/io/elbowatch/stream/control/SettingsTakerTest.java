package io.elbowatch.stream.control;

import io.elbowatch.core.verdict.SettingsRefusal.Reason;
import io.elbowatch.stream.control.SettingsTaker.NotAppliedException;
import io.elbowatch.stream.flow.CurrentPlan;
import io.elbowatch.stream.flow.OpenedBundle;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeBundles;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SettingsTakerTest {
    private static final String PLAN =
            "{\"schema\":2,\"routes\":[{\"any\":true,\"bundle\":\"a\"}],\"bundles\":{\"a\":{\"at\":\"7\"}}}";

    private final CurrentPlan plan = CurrentPlan.ofOne(
            "start", OpenedBundle.of(Flows.served(new FakeModel(), Calibrations.judge(199, 0.05))), new FakeBundles());
    private final List<Reason> refused = new ArrayList<>();
    private final SettingsTaker taker = new SettingsTaker(
            "settings",
            plan,
            Duration.ZERO,
            new ScoringObserver() {
                @Override
                public void settingsRefused(Reason reason) {
                    refused.add(reason);
                }
            },
            () -> false);
    private int failures;

    SettingsTakerTest() {
        plan.requireBefore(models -> {
            if (failures-- > 0) {
                throw new IllegalStateException("no memory left");
            }
        });
    }

    @Test
    void shouldApplyARecordThatFailsNineTimes() {
        failures = 9;

        for (int i = 0; i < 9; i++) {
            assertThat(taker.nextOffset(failed(4))).isEqualTo(4);
            assertThat(taker.isApplying()).isTrue();
        }
        taker.take(record(4));

        assertThat(plan.state().planOffset()).hasValue(4);
        assertThat(taker.isApplying()).isFalse();
        assertThat(refused).isEmpty();
    }

    /** Later settings must be applied. */
    @Test
    void shouldRefuseARecordThatFailsTenTimes() {
        failures = 10;

        for (int i = 0; i < 9; i++) {
            assertThat(taker.nextOffset(failed(4))).isEqualTo(4);
        }
        assertThat(taker.nextOffset(failed(4))).isEqualTo(5);

        assertThat(plan.state().refused().orElseThrow().offset()).isEqualTo(4);
        assertThat(plan.state().refused().orElseThrow().refusal().detail()).contains("no memory left");
        assertThat(taker.isApplying()).isFalse();
        assertThat(refused).containsExactly(Reason.FAILED);
    }

    @Test
    void shouldCountTheTriesOfEachRecord() {
        failures = 19;

        for (int i = 0; i < 10; i++) {
            taker.nextOffset(failed(4));
        }
        for (int i = 0; i < 9; i++) {
            assertThat(taker.nextOffset(failed(5))).isEqualTo(5);
        }
        taker.take(record(5));

        assertThat(plan.state().planOffset()).hasValue(5);
    }

    /** What is told of a plan in force may fail: the plan is not refused. */
    @Test
    void shouldNotRefuseARecordThatIsInForce() {
        boolean[] telling = {true};
        plan.listen(() -> {
            if (telling[0] && plan.state().loading().isEmpty()) {
                throw new IllegalStateException("nobody listens");
            }
        });

        for (int i = 0; i < 9; i++) {
            taker.nextOffset(failed(4));
        }
        assertThat(taker.nextOffset(failed(4))).isEqualTo(5);

        assertThat(plan.now().settingsOffset()).hasValue(4);
        assertThat(plan.state().refused()).isEmpty();
        assertThat(refused).isEmpty();
    }

    private NotAppliedException failed(long offset) {
        return catchThrowableOfType(NotAppliedException.class, () -> taker.take(record(offset)));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>("settings", 0, offset, "models".getBytes(UTF_8), PLAN.getBytes(UTF_8));
    }
}
