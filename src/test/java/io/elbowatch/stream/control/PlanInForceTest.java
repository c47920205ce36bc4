package io.elbowatch.stream.control;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.routes.BundleRef;
import io.elbowatch.routes.PlanSpec;
import io.elbowatch.routes.Route;
import io.elbowatch.routes.RoutePattern;
import io.elbowatch.stream.control.PublishedPlan.Entry;
import io.elbowatch.stream.wire.InstanceState;
import io.elbowatch.stream.wire.InstanceState.RefusedOffset;
import io.elbowatch.stream.wire.PlanRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlanInForceTest {
    private static final PlanRecord FIRST = plan("1", Optional.empty());
    private static final PlanRecord BROKEN = plan("broken", Optional.of(FIRST.plan()));

    private static PlanRecord plan(String at, Optional<PlanSpec> previous) {
        return new PlanRecord(
                new PlanSpec(List.of(new Route(new RoutePattern.Any(), "a")), Map.of("a", new BundleRef(at))),
                Optional.empty(),
                previous);
    }

    private static PublishedPlan published(Entry... entries) {
        return new PublishedPlan(List.of(entries), VerdictSettings.START);
    }

    private static Entry at(long offset, PlanRecord plan) {
        return new Entry(offset, Optional.of(plan));
    }

    private static InstanceState state(String name, OptionalLong settings, OptionalLong plan, OptionalLong refused) {
        return new InstanceState(
                name,
                "app",
                "host",
                1,
                settings,
                plan,
                OptionalLong.empty(),
                refused.isPresent()
                        ? Optional.of(new RefusedOffset(refused.getAsLong(), "bundle", List.of("broken")))
                        : Optional.empty(),
                List.of(),
                List.of());
    }

    private static InstanceState has(long plan) {
        return state("has", OptionalLong.of(plan), OptionalLong.of(plan), OptionalLong.empty());
    }

    private static InstanceState refuses(long plan, long refused) {
        return state("refuses", OptionalLong.of(plan), OptionalLong.of(plan), OptionalLong.of(refused));
    }

    @Test
    void shouldBuildOnTheLastRecordWhereAllHaveIt() {
        PlanInForce found = PlanInForce.of(published(at(3, FIRST), at(5, BROKEN)), List.of(has(5)));

        assertThat(found).isEqualTo(new PlanInForce(Optional.of(BROKEN), Optional.empty(), Optional.empty()));
    }

    @Test
    void shouldBuildOnWhatIsInForceWhereTheLastRecordIsRefused() {
        PlanInForce found = PlanInForce.of(published(at(3, FIRST), at(5, BROKEN)), List.of(refuses(3, 5)));

        assertThat(found.plan()).contains(FIRST);
        assertThat(found.refused()).contains(BROKEN);
        assertThat(found.note())
                .contains("the instances refused the record at offset 5; this builds on that at offset 3, which is in"
                        + " force");
    }

    /** The state names the refusal no more, but the plan in force is the one before. */
    @Test
    void shouldKnowOfARefusalBeforeALaterAlpha() {
        InstanceState after = state("a", OptionalLong.of(7), OptionalLong.of(3), OptionalLong.empty());

        assertThat(PlanInForce.of(published(at(3, FIRST), at(5, BROKEN)), List.of(after))
                        .plan())
                .contains(FIRST);
    }

    @Test
    void shouldReadTheRefusedRecordWhereTheTopicKeepsNoOther() {
        PlanInForce found = PlanInForce.of(published(at(5, BROKEN)), List.of(refuses(3, 5)));
        assertThat(found.plan()).contains(FIRST);

        PublishedPlan silent = published(at(5, plan("broken", Optional.empty())));
        assertThatThrownBy(() -> PlanInForce.of(silent, List.of(refuses(3, 5))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("that at offset 3, which is in force, is no longer in the topic");
    }

    @Test
    void shouldHaveNoPlanWhereTheInstancesHaveThatOfTheirStart() {
        InstanceState young = state("a", OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(5));
        PlanInForce found = PlanInForce.of(published(at(5, BROKEN)), List.of(young));

        assertThat(found.plan()).isEmpty();
        assertThat(found.note()).hasValueSatisfying(note -> assertThat(note).endsWith("the plan of their start"));
        assertThat(PlanInForce.of(published(), List.of()).plan()).isEmpty();
        assertThat(PlanInForce.of(published(at(3, FIRST), new Entry(6, Optional.empty())), List.of(has(6)))
                        .plan())
                .isEmpty();
    }

    @Test
    void shouldBuildOnTheLastRecordWhereOneInstanceAloneHasIt() {
        PlanInForce found = PlanInForce.of(published(at(3, FIRST), at(5, BROKEN)), List.of(has(5), refuses(3, 5)));

        assertThat(found.plan()).contains(BROKEN);
        assertThat(found.note()).contains("this builds on the record at offset 5, which is not in force on refuses");
    }

    @Test
    void shouldSayThatNobodyKnowsWhatIsInForceWithoutStates() {
        PlanInForce found = PlanInForce.of(published(at(3, FIRST), at(5, BROKEN)), List.of());

        assertThat(found.plan()).contains(BROKEN);
        assertThat(found.note())
                .hasValueSatisfying(note -> assertThat(note).startsWith("no instance says what is in force"));
    }
}
