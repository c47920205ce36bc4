package io.elbowatch.stream.control;

import io.elbowatch.stream.wire.InstanceState;
import io.elbowatch.stream.wire.InstanceState.RefusedOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FollowingTest {
    private static final long NOW = 1_000_000_000;

    private static InstanceState state(String name, OptionalLong inForce, Optional<RefusedOffset> refused, long at) {
        return state(name, inForce, inForce, refused, at);
    }

    private static InstanceState state(
            String name, OptionalLong settings, OptionalLong plan, Optional<RefusedOffset> refused, long at) {
        return new InstanceState(
                name, "app", "host", at, settings, plan, OptionalLong.empty(), refused, List.of(), List.of());
    }

    private static InstanceState state(String name, long inForce) {
        return state(name, OptionalLong.of(inForce), Optional.empty(), NOW);
    }

    @Test
    void shouldBeCompleteWhenAllFollow() {
        Following found = Following.of(List.of(state("a", 7), state("b", 9)), 7, NOW);

        assertThat(found.isComplete()).isTrue();
        assertThat(found.following()).containsExactly("a", "b");
    }

    @Test
    void shouldWaitForThoseThatSaidNothingYet() {
        InstanceState young = state("b", OptionalLong.empty(), Optional.empty(), NOW);
        Following found = Following.of(List.of(state("a", 7), young), 7, NOW);

        assertThat(found.isDecided()).isFalse();
        assertThat(found.waiting()).containsExactly("b has not taken it yet");
        assertThat(Following.of(List.of(), 7, NOW).isDecided()).isFalse();
    }

    @Test
    void shouldSayWhoRefusedAndWhy() {
        InstanceState other = state(
                "b",
                OptionalLong.of(3),
                Optional.of(new RefusedOffset(7, "unreachable", List.of("bundle x: there is nothing"))),
                NOW);
        Following found = Following.of(List.of(state("a", 7), other), 7, NOW);

        assertThat(found.isDecided()).isTrue();
        assertThat(found.isComplete()).isFalse();
        assertThat(found.refused()).containsExactly("b refused it: bundle x: there is nothing");
    }

    /** Records are taken in order: one that is not in force by then was refused before. */
    @Test
    void shouldNotWaitWhereALaterRecordIsRefusedToo() {
        InstanceState other =
                state("b", OptionalLong.of(3), Optional.of(new RefusedOffset(9, "plan", List.of("no routes"))), NOW);

        assertThat(Following.of(List.of(other), 7, NOW).refused()).containsExactly("b refused it: no routes");
    }

    /** An alpha that came after the refused plan is in force together with the plan before. */
    @Test
    void shouldNotTakeALaterAlphaForThePlan() {
        InstanceState other = state("b", OptionalLong.of(8), OptionalLong.of(3), Optional.empty(), NOW);

        assertThat(Following.of(List.of(other), 7, NOW).refused()).containsExactly("b refused it; its log says why");
    }

    /** It does not move the offset of the plan. */
    @Test
    void shouldFollowARecordOfTheVerdict() {
        InstanceState state = state("a", OptionalLong.of(8), OptionalLong.of(3), Optional.empty(), NOW);

        assertThat(Following.of(List.of(state), 8, NOW).isComplete()).isTrue();
    }

    @Test
    void shouldNotWaitForThoseThatAreGone() {
        InstanceState gone =
                state("b", OptionalLong.of(3), Optional.empty(), NOW - InstanceState.GONE_AFTER_MILLIS - 1);

        assertThat(Following.of(List.of(state("a", 7), gone), 7, NOW).isComplete())
                .isTrue();
    }
}
