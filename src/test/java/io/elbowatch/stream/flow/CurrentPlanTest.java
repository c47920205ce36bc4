package io.elbowatch.stream.flow;

import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.SettingsRefusal.Reason;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class CurrentPlanTest {
    private static final byte[] KEY = "verdict".getBytes(UTF_8);
    private static final String LOOSER = "{\"schema\":1,\"alpha\":0.2}";
    private static final String LOCAL = "{\"schema\":1,\"decide\":\"local\"}";
    private static final String OUT_OF_REACH = "{\"schema\":1,\"alpha\":1e-9}";
    private static final String JUNK = "alpha = 0.2";
    private static final String TOMBSTONE = "";

    private final Judge start = Calibrations.judge(199, 0.05);
    private final FakeModel model = new FakeModel();
    private final CurrentPlan inForce = Flows.plan(model, start);

    @Test
    void shouldBeginWithTheJudgeOfTheStart() {
        assertThat(judge(inForce)).isSameAs(start);
        assertThat(inForce.now().settingsOffset()).isEmpty();
    }

    @Test
    void shouldReplaceAllOfAnEarlierChange() {
        take(3, LOOSER);
        take(5, LOCAL);

        assertThat(judge(inForce).alpha()).isEqualTo(0.05);
        assertThat(judge(inForce).decider()).isEqualTo(Decider.LOCAL);
        assertThat(inForce.now().settingsOffset()).hasValue(5);
    }

    @Test
    void shouldStampSettingsThatEqualThoseOfTheStart() {
        take(7, "{\"schema\":1}");

        assertThat(judge(inForce).alpha()).isEqualTo(0.05);
        assertThat(inForce.now().settingsOffset()).hasValue(7);
    }

    @Test
    void shouldSayInTheWordsOfTheStartThatAnAlphaIsOutOfReach() {
        SettingsRefusal refusal = take(4, OUT_OF_REACH).orElseThrow();

        assertThat(refusal.reason()).isEqualTo(Reason.OUT_OF_REACH);
        assertThat(refusal.detail()).startsWith("alpha 0.000000001 is out of reach of 'default' with 199 images");
    }

    /** Outputs depend on this rule, whatever is published. */
    @Property
    void shouldHoldTheLastValidRecord(@ForAll("records") List<String> records) {
        CurrentPlan fresh = Flows.plan(model, start);
        ActivePlan before = fresh.now();
        long highest = -1;
        for (int offset = 0; offset < records.size(); offset++) {
            String record = records.get(offset);
            Optional<SettingsRefusal> refusal = fresh.take(offset, KEY, bytes(record));
            ActivePlan now = fresh.now();
            if (record.equals(TOMBSTONE)) {
                assertThat(judge(fresh)).isSameAs(start);
            }
            if (record.equals(TOMBSTONE) || record.equals(LOOSER) || record.equals(LOCAL)) {
                assertThat(now.settingsOffset()).hasValue(offset);
                assertThat(now.settingsOffset().getAsLong()).isGreaterThan(highest);
                highest = offset;
            } else {
                assertThat(refusal).isPresent();
                assertThat(now).isSameAs(before);
            }
            before = now;
        }
    }

    @Provide
    Arbitrary<List<String>> records() {
        return Arbitraries.of(LOOSER, LOCAL, OUT_OF_REACH, JUNK, TOMBSTONE)
                .list()
                .ofMaxSize(12);
    }

    private static Judge judge(CurrentPlan plan) {
        return plan.now().main().judges().pooled();
    }

    private Optional<SettingsRefusal> take(long offset, String value) {
        return inForce.take(offset, KEY, bytes(value));
    }

    private static byte[] bytes(String value) {
        return value.equals(TOMBSTONE) ? null : value.getBytes(UTF_8);
    }
}
