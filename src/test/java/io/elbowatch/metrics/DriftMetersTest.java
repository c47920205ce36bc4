package io.elbowatch.metrics;

import io.elbowatch.core.verdict.Score;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DriftMetersTest {
    private static final String STABILITY = "elbowatch_population_stability_index";

    private final Metrics metrics = new Metrics(TestModel.IDENTITY, TestModel.judge());

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void shouldShowNoDriftOfFewImages() {
        TestModel.oneOfEach(metrics);

        assertThat(ScrapeText.of(metrics).types().keySet())
                .noneMatch(name -> name.equals(STABILITY) || name.startsWith("elbowatch_latent_"));
    }

    /** All scores are in the middle of the calibration scores, where a tenth belongs. */
    @Test
    void shouldShowTheDivergenceOfEveryScoreFromItsCalibration() {
        TestModel.enoughForDrift(metrics);

        ScrapeText text = ScrapeText.of(metrics);
        assertThat(text.seriesOf(STABILITY)).hasSize(Score.values().length);
        for (Score score : Score.values()) {
            assertThat(text.value(STABILITY + "{score=\"" + score.label() + "\"}"))
                    .isBetween(2.0, 10.0);
        }
    }

    @Test
    void shouldShowTheLatentsOfInspectedImages() {
        TestModel.enoughForDrift(metrics);

        ScrapeText text = ScrapeText.of(metrics);
        assertThat(text.value("elbowatch_latent_divergence_nats")).isBetween(.05, .5);
        assertThat(text.value("elbowatch_latent_active_dimensions")).isEqualTo(1);
        assertThat(text.value("elbowatch_latent_dimensions")).isEqualTo(2);
    }
}
