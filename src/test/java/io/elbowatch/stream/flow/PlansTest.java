package io.elbowatch.stream.flow;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.SettingsRefusal.Reason;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.routes.BundleRef;
import io.elbowatch.stream.flow.CurrentPlan.Entry;
import io.elbowatch.stream.flow.PlanState.RefusedRecord;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeBundles;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Records with routes and bundles, and what they make of the plan. */
class PlansTest {
    private final FakeBundles bundles = new FakeBundles();
    private final CurrentPlan plan = CurrentPlan.ofOne("start", startBundle(), bundles);

    private static OpenedBundle startBundle() {
        return OpenedBundle.of(Flows.named("start", new FakeModel(), Calibrations.judge(999, 0.01)));
    }

    static String toOne(String at) {
        return toOne("one", "\"at\":\"" + at + "\"");
    }

    private static String toOne(String name, String fields) {
        return "{\"schema\":2,\"routes\":[{\"any\":true,\"bundle\":\"" + name + "\"}],\"bundles\":{\"" + name + "\":{"
                + fields + "}}}";
    }

    @Test
    void shouldPutAPlanInForce() {
        assertThat(models(3, toOne("7"))).isEmpty();
        assertThat(plan.now().models()).containsOnlyKeys("one");
        assertThat(plan.now().settingsOffset()).hasValue(3);
        assertThat(plan.state()).isEqualTo(PlanState.of(plan.now(), OptionalLong.of(3)));
    }

    @Test
    void shouldRefuseAPlanAsAWholeWithAllReasons() {
        models(3, toOne("7"));
        ActivePlan before = plan.now();
        SettingsRefusal refusal = models(
                        4,
                        "{\"schema\":2,\"routes\":[{\"any\":true,\"bundle\":\"b\"}],\"bundles\":{\"b\":{\"at\":\"broken\"},"
                                + "\"c\":{\"at\":\"9\"},\"d\":{\"at\":\"also\"}}}")
                .orElseThrow();
        assertThat(refusal.reason()).isEqualTo(Reason.BUNDLE);
        assertThat(refusal.details())
                .containsExactly("bundle b: invalid: broken is no bundle", "bundle d: invalid: also is no bundle");
        assertThat(plan.now()).isSameAs(before);
        assertThat(plan.state().refused()).contains(new RefusedRecord(4, refusal));

        assertThat(models(5, "{\"schema\":2,\"routes\":[{\"bundle\":\"x\"}],\"bundles\":[]}")
                        .orElseThrow())
                .satisfies(wrong -> assertThat(wrong.reason()).isEqualTo(Reason.PLAN))
                .satisfies(wrong -> assertThat(wrong.details()).hasSize(2));
        models(6, toOne("8"));
        assertThat(plan.state().refused()).isEmpty();
    }

    @Test
    void shouldJudgeByTheSettingsOfAllBundlesThatHaveNoneOfTheirOwn() {
        verdict(1, "{\"schema\":1,\"alpha\":0.2,\"decide\":\"local\"}");
        models(
                2,
                "{\"schema\":2,\"routes\":[{\"key\":\"k\",\"bundle\":\"own\"},{\"any\":true,\"bundle\":\"all\"}],"
                        + "\"bundles\":{\"own\":{\"at\":\"1\",\"alpha\":0.05},\"all\":{\"at\":\"2\"}}}");
        assertThat(alpha("own")).isEqualTo(0.05);
        assertThat(alpha("all")).isEqualTo(0.2);
        assertThat(plan.now().models().get("own").judges().pooled().decider()).isEqualTo(Decider.LOCAL);

        assertThat(verdict(3, "{\"schema\":1,\"alpha\":1e-9}").orElseThrow().reason())
                .isEqualTo(Reason.OUT_OF_REACH);
        assertThat(alpha("all")).isEqualTo(0.2);
        verdict(4, null);
        assertThat(alpha("all")).isEqualTo(0.01);
        assertThat(plan.now().settingsOffset()).hasValue(4);
        assertThat(bundles.opened()).containsExactly("1", "2");
    }

    @Test
    void shouldReturnToThePlanOfTheStart() {
        models(3, toOne("7"));
        models(4, null);
        assertThat(plan.now().models()).containsOnlyKeys("start");
        assertThat(plan.now().settingsOffset()).hasValue(4);
    }

    /** Only where models change: a new alpha takes no time. */
    @Test
    void shouldRefuseAPlanWhoseBatchesOutlastATransaction() {
        List<Integer> asked = new ArrayList<>();
        plan.requireBefore(models -> {
            asked.add(models.size());
            if (models.stream().anyMatch(served -> served.bundle().equals("slow"))) {
                throw new Refusal("a transaction may last 1 ms", "raise it");
            }
        });
        models(3, toOne("7"));
        verdict(4, "{\"schema\":1,\"alpha\":0.2}");
        SettingsRefusal refusal = models(5, toOne("slow", "\"at\":\"8\"")).orElseThrow();

        assertThat(refusal).isEqualTo(new SettingsRefusal(Reason.TOO_SLOW, "a transaction may last 1 ms"));
        assertThat(plan.now().models()).containsOnlyKeys("one");
        assertThat(plan.state().planOffset()).hasValue(3);
        assertThat(plan.now().settingsOffset()).hasValue(4);
        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldStayLoadingWhileABundleCannotBeReached() {
        bundles.without("7");
        SettingsRefusal why = models(3, toOne("7")).orElseThrow();
        assertThat(why.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(plan.state().loading()).hasValue(3);
        plan.refuse(3, why);
        assertThat(plan.state().loading()).isEmpty();
        assertThat(plan.state().refused()).contains(new RefusedRecord(3, why));
    }

    /** Folders of superseded bundles may be gone. */
    @Test
    void shouldOpenTheNewestPlanAloneAtAStart() {
        bundles.without("1");
        List<RefusedRecord> refused = plan.restore(List.of(
                entry(0, "models", toOne("1")),
                entry(1, "verdict", "{\"schema\":1,\"alpha\":0.3}"),
                entry(2, "models", toOne("2")),
                entry(3, "models", toOne("broken")),
                entry(4, "verdict", "{\"schema\":1,\"decide\":\"local\"}"),
                entry(5, "nonsense", "{}")));
        assertThat(bundles.opened()).containsExactly("2");
        assertThat(refused).extracting(RefusedRecord::offset).containsExactly(3L, 5L);
        assertThat(alpha("one")).isEqualTo(0.01);
        assertThat(plan.now().settingsOffset()).hasValue(4);
        assertThat(plan.state().refused().orElseThrow().offset()).isEqualTo(5);
    }

    @Test
    void shouldKeepTheSettingsThatWereInForceBeforeThePlanAtAStart() {
        plan.restore(List.of(entry(1, "verdict", "{\"schema\":1,\"alpha\":0.3}"), entry(2, "models", toOne("2"))));
        assertThat(alpha("one")).isEqualTo(0.3);
    }

    @Test
    void shouldNotStartWhereTheNewestPlanCannotBeReached() {
        bundles.without("2");
        assertThatThrownBy(() -> plan.restore(List.of(entry(2, "models", toOne("2")))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no answer from 2");
    }

    /** A bundle of the refused plan may be open: whoever opened it learns that it is not in force. */
    @Test
    void shouldTellWhatIsInForceAfterAPlanThatWasRefusedAtAStart() {
        List<String> told = new ArrayList<>();
        CurrentPlan started = CurrentPlan.ofOne("start", startBundle(), new BundleOpener() {
            @Override
            public OpenedBundle open(String bundle, BundleRef ref) throws BundleProblem {
                told.add("opened " + bundle);
                return bundles.open(bundle, ref);
            }

            @Override
            public void inForce(Collection<ServedModel> models) {
                models.forEach(served -> told.add("in force " + served.bundle()));
            }
        });
        started.restore(List.of(entry(
                2,
                "models",
                "{\"schema\":2,\"routes\":[{\"any\":true,\"bundle\":\"a\"}],\"bundles\":{\"a\":{\"at\":\"1\"},"
                        + "\"b\":{\"at\":\"broken\"}}}")));

        assertThat(told).containsExactly("in force start", "opened a", "opened b", "in force start");
    }

    @Test
    void shouldSayBeforehandWhichBundlesDoNotReachAnAlpha() {
        models(3, toOne("7"));

        assertThat(plan.refusalOf(alphaOf(0.002))).isEmpty();
        SettingsRefusal refusal = plan.refusalOf(alphaOf(0.0001)).orElseThrow();
        assertThat(refusal.reason()).isEqualTo(Reason.OUT_OF_REACH);
        assertThat(alpha("one")).as("nothing changes").isEqualTo(0.01);
    }

    private static VerdictSettings alphaOf(double alpha) {
        return new VerdictSettings(OptionalDouble.of(alpha), Optional.empty());
    }

    private double alpha(String bundle) {
        return plan.now().models().get(bundle).judges().pooled().alpha();
    }

    private Optional<SettingsRefusal> models(long offset, String value) {
        return plan.take(offset, "models".getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
    }

    private Optional<SettingsRefusal> verdict(long offset, String value) {
        return plan.take(offset, "verdict".getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
    }

    private static Entry entry(long offset, String key, String value) {
        return new Entry(offset, key.getBytes(UTF_8), value.getBytes(UTF_8));
    }
}
