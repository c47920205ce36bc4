package io.elbowatch.service;

import io.elbowatch.routes.BundleRef;
import io.elbowatch.routes.PlanSpec;
import io.elbowatch.routes.Route;
import io.elbowatch.routes.RoutePattern;
import io.elbowatch.routes.RouteTable;
import io.elbowatch.stream.flow.ActivePlan;
import io.elbowatch.stream.flow.CurrentPlan;
import io.elbowatch.stream.flow.OpenedBundle;
import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.TestStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AlphaOfPlanTest {
    private static final ServedModel ICONS = served("icons", 0.01);

    @Test
    void shouldNameDecidingBundlesThatHaveAnotherAlpha() {
        RouteTable routes = new RouteTable(
                List.of(
                        new Route(new RoutePattern.KeyGlob("part-*"), "parts", Optional.of("next")),
                        new Route(new RoutePattern.KeyGlob("board-*"), "boards"),
                        new Route(new RoutePattern.Any(), "icons")),
                Set.of("icons", "boards", "parts", "next"));
        Map<String, ServedModel> models = Map.of(
                "icons", ICONS,
                "boards", served("boards", 0.01),
                "parts", served("parts", 0.05),
                "next", served("next", 0.1));

        assertThat(AlphaOfPlan.others(new ActivePlan(routes, models, OptionalLong.empty())))
                .as("next is a shadow, boards has the same")
                .isEqualTo(Map.of("parts", 0.05));
        assertThat(AlphaOfPlan.others(ActivePlan.ofOne(ICONS))).isEmpty();
    }

    /** Instances judge a shadow by an α that is set, too: one that cannot follow refuses it. */
    @Test
    void shouldNameEveryBundleThatDoesNotReachAnAlpha() {
        PlanSpec spec = new PlanSpec(
                List.of(new Route(new RoutePattern.Any(), "boards", Optional.of("next"))),
                Map.of("boards", new BundleRef("9999"), "next", new BundleRef("99")));
        CurrentPlan plan = CurrentPlan.of(
                spec,
                (bundle, ref) -> OpenedBundle.of(
                        Flows.named(bundle, new FakeModel(), Calibrations.judge(Integer.parseInt(ref.at()), 0.05))));
        AlphaOfPlan alpha = new AlphaOfPlan(plan, new TestStream("alpha", "localhost:1").settings());

        assertThat(alpha.smallest()).isEqualTo(0.0001);
        assertThat(alpha.refusal(0.02)).isEmpty();
        assertThat(alpha.refusal(0.001).orElseThrow().detail())
                .startsWith("bundle next: alpha_out_of_reach: alpha 0.001 is out of reach");
    }

    private static ServedModel served(String bundle, double alpha) {
        return Flows.named(bundle, new FakeModel(), Calibrations.judge(1_000, alpha));
    }
}
