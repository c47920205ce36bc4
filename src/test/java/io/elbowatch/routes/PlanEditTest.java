package io.elbowatch.routes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlanEditTest {
    private static final Route CAMERA =
            new Route(new RoutePattern.Key("camera-7"), "camera-7", Optional.of("camera-7-next"));
    private static final Route REST = new Route(new RoutePattern.Any(), "rest");
    private static final BundleRef FIRST =
            new BundleRef("camera-7-1", Optional.empty(), OptionalDouble.of(0.01), Optional.empty());
    private static final BundleRef NEXT = new BundleRef("camera-7-2");
    private final PlanSpec plan = plan(List.of(CAMERA, REST), Map.of("camera-7", FIRST, "camera-7-next", NEXT));

    private static PlanSpec plan(List<Route> routes, Map<String, BundleRef> more) {
        Map<String, BundleRef> bundles = new LinkedHashMap<>(more);
        bundles.put("rest", new BundleRef("rest"));
        return new PlanSpec(routes, bundles);
    }

    @Test
    void shouldKeepTheAlphaOfTheName() {
        PlanSpec after = PlanEdit.promoted(plan, "camera-7", new BundleRef("camera-7-3"));

        assertThat(after.bundles().get("camera-7").at()).isEqualTo("camera-7-3");
        assertThat(after.bundles().get("camera-7").alpha()).hasValue(0.01);
        assertThat(after.routes().routes()).isEqualTo(plan.routes().routes());
    }

    @Test
    void shouldChangeTheAlphaOfOneNameAlone() {
        PlanSpec after = PlanEdit.judgedAt(plan, "camera-7", 0.005);

        assertThat(after.bundles().get("camera-7").alpha()).hasValue(0.005);
        assertThat(PlanEdit.judgedAt(after, "camera-7", 0.01)).isEqualTo(plan);
        assertThatThrownBy(() -> PlanEdit.judgedAt(plan, "camera-8", 0.01))
                .hasMessageStartingWith("the plan has no bundle camera-8");
    }

    @Test
    void shouldEndTheShadowThatDecidesNow() {
        PlanSpec after = PlanEdit.promoted(plan, "camera-7", NEXT);

        assertThat(after.routes().routes()).containsExactly(new Route(CAMERA.pattern(), "camera-7"), REST);
        assertThat(after.bundles()).containsOnlyKeys("camera-7", "rest");
        assertThat(PlanEdit.shadow(plan, "camera-7")).contains("camera-7-next");
        assertThat(PlanEdit.shadow(after, "camera-7")).isEmpty();
    }

    @Test
    void shouldReturnToThePlanBefore() {
        PlanSpec after = PlanEdit.promoted(plan, "camera-7", NEXT);

        assertThat(PlanEdit.rolledBack(after, plan, "camera-7")).isEqualTo(plan);
    }

    @Test
    void shouldRollBackOneNameAlone() {
        PlanSpec after = PlanEdit.promoted(plan, "rest", new BundleRef("rest-2"));
        PlanSpec both = PlanEdit.promoted(after, "camera-7", new BundleRef("camera-7-3"));

        assertThat(PlanEdit.rolledBack(both, after, "camera-7")).isEqualTo(after);
        assertThatThrownBy(() -> PlanEdit.rolledBack(both, after, "rest"))
                .hasMessage("the plan before this one had the same bundle rest");
    }

    @Test
    void shouldRefuseNamesThatThePlanDoesNotHave() {
        assertThatThrownBy(() -> PlanEdit.promoted(plan, "camera-8", NEXT))
                .hasMessageStartingWith("the plan has no bundle camera-8, it has ");
        assertThatThrownBy(() -> PlanEdit.promoted(plan, "rest", new BundleRef("rest")))
                .hasMessage("the bundle of rest is rest already");
    }
}
