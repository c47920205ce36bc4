package io.elbowatch.metrics;

import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Thresholds;
import io.elbowatch.stream.flow.ImageOrigin;
import io.elbowatch.testing.Calibrations;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class SourceMetersTest {
    private static final int MAX = 3;
    private static final String THRESHOLD = "elbowatch_source_threshold";
    private static final String SCORED = "elbowatch_source_images_scored_total";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final SourceMeters meters = new SourceMeters(
            registry.getPrometheusRegistry(), MAX, Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC));

    @Test
    void shouldCountEverySourceSeparately() {
        meters.scored(from("line-1"), true, true);
        meters.scored(from("line-1"), false, false);
        meters.scored(from("line-2"), false, false);
        meters.rejected(from("line-2"));

        ScrapeText text = scrape();
        assertThat(text.value(SCORED + "{source=\"line-1\"}")).isEqualTo(2);
        assertThat(text.value("elbowatch_source_images_anomalous_total{source=\"line-1\"}"))
                .isEqualTo(1);
        assertThat(text.value("elbowatch_source_images_high_elbo_loss_total{source=\"line-1\"}"))
                .isEqualTo(1);
        assertThat(text.value("elbowatch_source_images_anomalous_total{source=\"line-2\"}"))
                .isZero();
        assertThat(text.value("elbowatch_source_images_rejected_total{source=\"line-2\"}"))
                .isEqualTo(1);
        assertThat(text.value("elbowatch_source_last_image_timestamp_seconds{source=\"line-2\"}"))
                .isEqualTo(1_800_000_000);
    }

    @Test
    void shouldCountSourcesBeyondTheLimitTogether() {
        for (String source : List.of("a", "b", "c", "d", "e", "a")) {
            meters.scored(from(source), false, false);
        }

        ScrapeText text = scrape();
        assertThat(text.value(SCORED + "{source=\"a\"}")).isEqualTo(2);
        assertThat(text.value(SCORED + "{source=\"other\"}")).isEqualTo(2);
        assertThat(text.seriesOf(SCORED)).hasSize(MAX + 1);
    }

    @Test
    void shouldMakeNoLabelOfAKeyThatIsNoReadableText() {
        meters.scored(new ImageOrigin(new byte[] {(byte) 0xC3}, "images", 0, 1), false, false);
        meters.scored(from("line\n1"), false, false);
        meters.scored(from("\u202Eenil"), false, false);
        meters.scored(from("x".repeat(SourceMeters.MAX_BYTES + 1)), false, false);

        assertThat(scrape().value(SCORED + "{source=\"other\"}")).isEqualTo(4);
        assertThat(scrape().seriesOf(SCORED)).hasSize(1);
    }

    /** Otherwise a key could add lines to the page that Prometheus reads. */
    @Test
    void shouldEscapeAKeyThatWouldEndItsLabel() {
        meters.scored(from("\"} 1 # <b>\\"), false, false);

        assertThat(registry.scrape()).contains(SCORED + "{source=\"\\\"} 1 # <b>\\\\\"} 1.0");
    }

    @Test
    void shouldShowTheThresholdsOfSourcesThatTheirGroupJudges() {
        Judge group = new JudgeGroups(Calibrations.grouped(199, 0.05, "a", 50)).of("a");
        for (String source : List.of("a", "b", "c", "d", "a")) {
            meters.scored(from(source), false, false);
            meters.judged(from(source), source.equals("b") ? null : group);
        }

        assertThat(scrape().seriesOf(THRESHOLD)).hasSize(4); // of a and c; d is beyond the limit
        assertThat(scrape().value(THRESHOLD + "{score=\"local\",side=\"upper\",source=\"a\"}"))
                .isEqualTo(Thresholds.upper(group, Score.LOCAL).value());

        meters.judged(from("a"), null);
        assertThat(scrape().seriesOf(THRESHOLD)).hasSize(2);
    }

    @Test
    void shouldCountImagesWithoutAKey() {
        meters.scored(new ImageOrigin(null, "images", 0, 1), false, false);
        meters.scored(from(""), false, false);

        assertThat(scrape().value(SCORED + "{source=\"none\"}")).isEqualTo(2);
    }

    @Property(tries = 200)
    void shouldNeverMakeMoreSeriesThanAllowedNorLoseAnImage(@ForAll @Size(max = 30) List<byte[]> keys) {
        SourceMetersTest fresh = new SourceMetersTest();
        keys.forEach(key -> fresh.meters.scored(new ImageOrigin(key, "images", 0, 1), false, false));

        ScrapeText text = fresh.scrape();
        assertThat(text.seriesOf(SCORED)).hasSizeLessThanOrEqualTo(MAX + 2); // other and none
        assertThat(text.seriesOf(SCORED).stream().mapToDouble(text::value).sum())
                .isEqualTo(keys.size());
    }

    private ScrapeText scrape() {
        return ScrapeText.of(registry.scrape());
    }

    private static ImageOrigin from(String source) {
        return new ImageOrigin(source.getBytes(UTF_8), "images", 0, 1);
    }
}
