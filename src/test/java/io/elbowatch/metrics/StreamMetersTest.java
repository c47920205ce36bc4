package io.elbowatch.metrics;

import io.elbowatch.stream.monitor.StreamReading;
import io.elbowatch.stream.monitor.StreamReading.Figure;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StreamMetersTest {
    private final Metrics metrics = new Metrics(TestModel.IDENTITY, TestModel.judge());

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void shouldShowNoFigureThatIsNotKnown() {
        assertThat(ScrapeText.of(metrics).types().keySet())
                .noneMatch(name -> name.startsWith("elbowatch_stream_") || name.startsWith("elbowatch_lag_"));
    }

    @Test
    void shouldReadTheFiguresAtEveryScrape() {
        metrics.watch(() -> List.of(new StreamReading(Figure.LAG_SECONDS, "3", 12.5)));
        assertThat(ScrapeText.of(metrics).value("elbowatch_lag_seconds{partition=\"3\"}"))
                .isEqualTo(12.5);

        metrics.watch(List::of);
        assertThat(ScrapeText.of(metrics).seriesOf("elbowatch_lag_seconds")).isEmpty();
    }

    @Test
    void shouldRefuseAValueThatIsNoNumberOrHasTheWrongLabel() {
        assertThatThrownBy(() -> new StreamReading(Figure.TASKS, "", Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StreamReading(Figure.LAG_IMAGES, "", 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
