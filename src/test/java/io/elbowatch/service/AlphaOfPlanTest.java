package io.elbowatch.service;

import io.elbowatch.routes.Route;
import io.elbowatch.routes.RoutePattern;
import io.elbowatch.routes.RouteTable;
import io.elbowatch.stream.flow.ActivePlan;
import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
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

    private static ServedModel served(String bundle, double alpha) {
        return Flows.named(bundle, new FakeModel(), Calibrations.judge(1_000, alpha));
    }
}
