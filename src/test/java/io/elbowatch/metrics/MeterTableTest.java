package io.elbowatch.metrics;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The table against a real scrape. */
class MeterTableTest {
    private final Metrics metrics = new Metrics(TestModel.IDENTITY, TestModel.judge());
    private ScrapeText text;

    @BeforeEach
    void scrape() {
        TestModel.oneOfEach(metrics);
        TestModel.enoughForDrift(metrics);
        text = ScrapeText.of(metrics);
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeScrapedAsDescribed(MeterTable meter) {
        assertThat(text.types())
                .containsEntry(meter.prometheusName(), meter.type().label());
        assertThat(text.helps()).containsEntry(meter.prometheusName(), meter.help());
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveSeriesWithItsLabels(MeterTable meter) {
        boolean histogram = meter.type().label().equals("histogram");
        String[] labels = meter.labels().stream().sorted().toArray(String[]::new);

        assertThat(text.seriesOf(meter.prometheusName() + (histogram ? "_count" : "")))
                .isNotEmpty()
                .allSatisfy(series -> assertThat(ScrapeText.labels(series)).containsExactly(labels));
    }

    @Test
    void shouldHoldEveryMeterOfOurs() {
        Set<String> described = Arrays.stream(MeterTable.values())
                .flatMap(MeterTableTest::scrapedNames)
                .collect(Collectors.toSet());

        assertThat(text.types().keySet())
                .filteredOn(name -> name.startsWith("elbowatch_"))
                .containsExactlyInAnyOrderElementsOf(described);
    }

    /** The names on the {@code # TYPE} lines of a scrape. */
    private static Stream<String> scrapedNames(MeterTable meter) {
        String name = meter.prometheusName();
        return meter.type() == MeterType.HISTOGRAM_AND_MAX ? Stream.of(name, name + "_max") : Stream.of(name);
    }
}
