package io.elbowatch.metrics;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.routes.Route;
import io.elbowatch.routes.RoutePattern;
import io.elbowatch.routes.RouteTable;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.flow.ActivePlan;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.flow.ServedModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BundleMetersTest {
    private static final ServedModel MAIN = TestModel.served("rest");
    private static final ServedModel OTHER = TestModel.served("camera-7");
    private static final Verdict NORMAL = TestModel.judge().judge(TestModel.NORMAL);
    private static final Verdict ANOMALOUS = TestModel.judge().judge(TestModel.ANOMALY);

    private final Metrics metrics = new Metrics(TestModel.IDENTITY, TestModel.judge());
    private final ScoringObserver observer = metrics.observer();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void shouldCountByBundleAndInTheSums() {
        metrics.follow(() -> plan(true));

        observer.scored(OTHER, TestModel.ORIGIN, TestModel.NORMAL, NORMAL, 5);
        observer.scored(OTHER, TestModel.ORIGIN, TestModel.ANOMALY, ANOMALOUS, 5);
        observer.scored(MAIN, TestModel.ORIGIN, TestModel.NORMAL, NORMAL, 5);
        observer.scoredBatch(OTHER, FlushReason.LINGER, 2, 3_000_000);
        observer.rejected(Optional.of(OTHER), TestModel.ORIGIN, Rejection.Reason.UNDECODABLE, 5);
        observer.rejected(Optional.empty(), TestModel.ORIGIN, Rejection.Reason.UNDECODABLE, 5);

        ScrapeText text = ScrapeText.of(metrics);
        assertThat(text.value("elbowatch_bundle_images_scored_total{bundle=\"camera-7\"}"))
                .isEqualTo(2);
        assertThat(text.value("elbowatch_bundle_images_anomalous_total{bundle=\"camera-7\"}"))
                .isEqualTo(1);
        assertThat(text.value("elbowatch_bundle_images_anomalous_total{bundle=\"rest\"}"))
                .isZero();
        assertThat(text.value("elbowatch_bundle_images_rejected_total{bundle=\"camera-7\"}"))
                .isEqualTo(1);
        assertThat(text.value("elbowatch_bundle_batch_images_total{bundle=\"camera-7\"}"))
                .isEqualTo(2);
        assertThat(text.value("elbowatch_bundle_p_value_bucket{bundle=\"camera-7\",le=\"0.1\"}"))
                .isEqualTo(1);
        assertThat(text.value("elbowatch_images_scored_total")).isEqualTo(3);
        assertThat(text.value("elbowatch_p_value_count")).isEqualTo(3);
    }

    @Test
    void shouldShowTheScoresOfTheMainBundleAlone() {
        metrics.follow(() -> plan(true));

        observer.scored(OTHER, TestModel.ORIGIN, TestModel.ANOMALY, ANOMALOUS, 5);
        observer.scored(MAIN, TestModel.ORIGIN, TestModel.NORMAL, NORMAL, 5);

        assertThat(ScrapeText.of(metrics).value("elbowatch_elbo_loss_nats_sum")).isEqualTo(200);
    }

    @Test
    void shouldEndTheSeriesOfABundleThatThePlanNoLongerNames() {
        AtomicReference<ActivePlan> now = new AtomicReference<>(plan(true));
        metrics.follow(now::get);
        observer.scored(OTHER, TestModel.ORIGIN, TestModel.NORMAL, NORMAL, 5);
        assertThat(ScrapeText.of(metrics).seriesOf("elbowatch_bundle_images_scored_total"))
                .hasSize(2);

        now.set(plan(false));

        ScrapeText text = ScrapeText.of(metrics);
        for (String meter : List.of(
                "elbowatch_bundle_images_scored_total",
                "elbowatch_bundle_p_value_count",
                "elbowatch_bundle_alpha",
                "elbowatch_bundle_info")) {
            assertThat(text.seriesOf(meter)).as(meter).hasSize(1).allMatch(series -> series.contains("rest"));
        }
    }

    @Test
    void shouldShowComparisons() {
        TestModel.oneOfEach(metrics);

        ScrapeText text = ScrapeText.of(metrics);
        String pair = "bundle=\"camera-7\",shadow=\"camera-7-next\"";
        assertThat(text.value("elbowatch_shadow_images_total{" + pair + "}")).isEqualTo(100);
        assertThat(text.value("elbowatch_shadow_flips_total{" + pair + ",to=\"anomalous\"}"))
                .isEqualTo(5);
        assertThat(text.value("elbowatch_shadow_flips_total{" + pair + ",to=\"normal\"}"))
                .isEqualTo(3);
        assertThat(text.value("elbowatch_shadow_waiting_images")).isEqualTo(3);
    }

    private static ActivePlan plan(boolean both) {
        Route rest = new Route(new RoutePattern.Any(), "rest");
        return both
                ? new ActivePlan(
                        new RouteTable(
                                List.of(new Route(new RoutePattern.Key("camera-7"), "camera-7"), rest),
                                Set.of("camera-7", "rest")),
                        Map.of("camera-7", OTHER, "rest", MAIN),
                        OptionalLong.of(12))
                : ActivePlan.ofOne(MAIN);
    }
}
