package io.elbowatch.metrics;

import io.elbowatch.stream.flow.ImageOrigin;
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
        for (int topic : new int[] {1, 70, 71, 249}) {
            ImageOrigin origin = new ImageOrigin(null, "t".repeat(topic), Integer.MAX_VALUE, Long.MAX_VALUE);

            int length = exemplars.of(origin, true).stream()
                    .mapToInt(
                            label -> label.getName().length() + label.getValue().length())
                    .sum();

            assertThat(length).isLessThanOrEqualTo(128);
        }
    }
}
