package io.elbowatch.lab.soak;

import io.elbowatch.lab.soak.SwappedBundles.Stamp;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlanLogTest {
    private static final Stamp ONE = new Stamp("1111", "1.0.0");
    private static final Stamp OTHER = new Stamp("2222", "1.0.0");
    private static final RoutedBundles PLAN = new RoutedBundles(
                    Map.of(RoutedBundles.REST, "first", RoutedBundles.TEENS, "second"), Map.of())
            .withSource("camera-12", RoutedBundles.REST);

    private final PlanLog log = new PlanLog(Map.of("first", ONE, "second", OTHER), "first");

    @Test
    void shouldAcceptTheBundleThatThePlanOfTheOffsetNames() throws InterruptedException {
        log.take(PLAN, () -> 7);

        assertThat(log.wrong(OptionalLong.of(7), "camera-2", "rest", ONE)).isEmpty();
        assertThat(log.wrong(OptionalLong.of(7), "camera-13", "teens", OTHER)).isEmpty();
        assertThat(log.wrong(OptionalLong.of(7), "camera-12", "rest", ONE)).isEmpty();
        assertThat(log.wrong(OptionalLong.empty(), "camera-2", "any", ONE)).isEmpty();
    }

    @Test
    void shouldSeeAnotherBundleAnotherModelAndAnOffsetOfNoPlan() throws InterruptedException {
        log.take(PLAN, () -> 7);
        log.refuse(() -> 8);

        assertThat(log.wrong(OptionalLong.of(7), "camera-2", "teens", OTHER)).isPresent();
        assertThat(log.wrong(OptionalLong.of(7), "camera-2", "rest", OTHER)).isPresent();
        assertThat(log.wrong(OptionalLong.of(8), "camera-2", "rest", ONE)).isPresent();
        assertThat(log.wrong(OptionalLong.empty(), "camera-2", "rest", OTHER)).isPresent();
    }

    @Test
    void shouldWriteItsPlanAsARecord() {
        assertThat(PLAN.record().toString())
                .isEqualTo("{\"schema\":2,\"routes\":[{\"key\":\"camera-12\",\"bundle\":\"rest\"},"
                        + "{\"keyGlob\":\"camera-1?\",\"bundle\":\"teens\"},{\"any\":true,\"bundle\":\"rest\"}],"
                        + "\"bundles\":{\"rest\":{\"at\":\"first\"},\"teens\":{\"at\":\"second\"}}}");
    }
}
