package io.elbowatch.metrics;

import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.flow.ImageOrigin;
import io.elbowatch.stream.trace.TraceIds;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExemplarsTest {
    private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";

    private long nanos = 5;
    private final Exemplars exemplars = new Exemplars(() -> nanos);

    @Test
    void shouldNameTopicPartitionAndOffsetInOpenMetrics() {
        try (Metrics metrics = new Metrics(TestModel.IDENTITY, TestModel.judge())) {
            metrics.observer()
                    .scored(
                            TestModel.ORIGIN,
                            TestModel.ANOMALY,
                            TestModel.judge().judge(TestModel.ANOMALY),
                            60);

            assertThat(metrics.scrape(OPEN_METRICS).body().lines())
                    .anyMatch(line -> line.startsWith("elbowatch_p_value_bucket{le=\"0.001\"} 1 # ")
                            && line.contains("offset=\"17\",partition=\"2\",topic=\"images\""));
            assertThat(metrics.scrape(null).body()).doesNotContain(" # {");
            // Prometheus 2 refuses the whole scrape otherwise.
            assertThat(metrics.scrape(OPEN_METRICS).body().lines())
                    .filteredOn(line -> line.contains(" # {"))
                    .allMatch(line -> line.contains("_bucket{"));
        }
    }

    @Test
    void shouldNameTheTraceOfARecordedImage() {
        TraceIds trace = new TraceIds("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
        ImageOrigin origin = new ImageOrigin(null, "images", 2, 17, trace);
        try (Metrics metrics = TestModel.traced()) {
            metrics.observer()
                    .scored(origin, TestModel.ANOMALY, TestModel.judge().judge(TestModel.ANOMALY), 60);
            metrics.observer().scoredBatch(TestModel.served("boards"), FlushReason.COUNT, 1, 40_000, trace);
            metrics.observer()
                    .scored(
                            TestModel.ORIGIN,
                            TestModel.NORMAL,
                            TestModel.judge().judge(TestModel.NORMAL),
                            9_000);

            for (String histogram :
                    List.of("elbowatch_p_value", "elbowatch_image_age_seconds", "elbowatch_inference_seconds")) {
                assertThat(metrics.scrape(OPEN_METRICS).body().lines())
                        .as(histogram)
                        .anyMatch(line -> line.startsWith(histogram + "_bucket{")
                                && line.contains("trace_id=\"" + trace.traceId() + "\""));
            }
            assertThat(metrics.scrape(OPEN_METRICS).body().lines())
                    .filteredOn(line -> line.startsWith("elbowatch_image_age_seconds_bucket{le=\"10.0\"}"))
                    .noneMatch(line -> line.contains(" # {"));
            assertThat(metrics.scrape(OPEN_METRICS).body().lines())
                    .filteredOn(line -> line.contains(" # {"))
                    .allMatch(line -> line.contains("_bucket{") || line.contains("_total"));
        }
    }

    /** Else a share of 1 % of recorded images would rarely be among the one normal image a second. */
    @Test
    void shouldNameOneRecordedImageASecondBesideTheOthers() {
        ImageOrigin recorded = new ImageOrigin(null, "images", 2, 17, new TraceIds("1".repeat(32), "2".repeat(16)));

        assertThat(exemplars.of(TestModel.ORIGIN, false) != null).isTrue();
        assertThat(exemplars.of(recorded, false) != null).isTrue();
        assertThat(exemplars.of(recorded, false) == null).isTrue();
    }

    @Test
    void shouldNameEveryAnomalousImageAndOneOtherASecond() {
        assertThat(exemplars.of(TestModel.ORIGIN, false) != null).isTrue();
        assertThat(exemplars.of(TestModel.ORIGIN, false) == null).isTrue();
        assertThat(exemplars.of(TestModel.ORIGIN, true) != null).isTrue();

        nanos += 1_000_000_000;

        assertThat(exemplars.of(TestModel.ORIGIN, false) != null).isTrue();
    }

    /** OpenMetrics 1.0.0: "The combined length of the label names and values MUST NOT exceed 128". */
    @Test
    void shouldFitIntoTheLimitOfOpenMetrics() {
        TraceIds recorded = new TraceIds("1".repeat(32), "2".repeat(16));
        for (int topic : new int[] {1, 38, 39, 70, 71, 249}) {
            for (TraceIds trace : Arrays.asList(null, recorded)) {
                ImageOrigin origin = new ImageOrigin(null, "t".repeat(topic), Integer.MAX_VALUE, Long.MAX_VALUE, trace);

                int length = exemplars.of(origin, true).stream()
                        .mapToInt(label ->
                                label.getName().length() + label.getValue().length())
                        .sum();

                assertThat(length).isLessThanOrEqualTo(128);
            }
        }
    }
}
