package io.elbowatch.page;

import io.elbowatch.lab.board.BoardGenerator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Axes of times: labels differ, however long the time is, and in the chart of a source none covers another. */
class TimeAxisIT {
    private static final long BEGIN = 1_795_957_345_678L;

    /** Draws the chart and returns its labels of times, each with its left and its right end. */
    private static final String LABELS = """
            const [from, to, done] = arguments;
            const pen = CanvasRenderingContext2D.prototype;
            const labels = [];
            const fillText = pen.fillText;
            pen.fillText = function (text, x, y) {
              const half = this.measureText(text).width / 2;
              if (this.textBaseline === 'top') {
                labels.push({ text, left: x - half, right: x + half });
              }
              fillText.call(this, text, x, y);
            };
            import(document.querySelector('script[type=module]').src.replace('app.js', 'control.js')).then(({ controlChart }) => {
              const points = [{ image: 'images-0-1', at: to, p: 0.5, alpha: 0.01, anomalous: false }];
              const chart = controlChart({ from, to, points, incidents: [] }, () => {});
              document.querySelector('main').prepend(chart.element);
              const look = () => {
                if (labels.length === 0) {
                  requestAnimationFrame(look);
                  return;
                }
                chart.close();
                chart.element.remove();
                pen.fillText = fillText;
                done({ labels, width: chart.element.firstChild.width });
              };
              look();
            });
            """;

    private static Browser browser;
    private static WrittenPage page;

    @BeforeAll
    static void open() {
        browser = Browser.open();
        page = new WrittenPage(new BoardGenerator(7).normal(0).picture().png());
    }

    @AfterAll
    static void close() {
        if (page != null) {
            page.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1440, 2500",
        "390, 2500",
        "1440, 7000",
        "390, 7000",
        "1440, 90000",
        "1440, 900000",
        "390, 900000",
        "1440, 3600000",
        "390, 3600000",
        "1440, 21600000",
        "1440, 86400000",
        "390, 86400000",
        "1440, 604800000",
        "390, 604800000"
    })
    void shouldLabelEachTimeOnce(int width, long millis) {
        browser.lookAs(width, 900, "light");
        browser.load(page.url());

        Map<?, ?> drawn = (Map<?, ?>) browser.runAsync(LABELS, BEGIN, BEGIN + millis);

        List<?> labels = (List<?>) drawn.get("labels");
        assertThat(labels).hasSizeGreaterThanOrEqualTo(2);
        assertThat(labels.stream().map(one -> ((Map<?, ?>) one).get("text"))).doesNotHaveDuplicates();
        double end = 0;
        for (Object label : labels) {
            assertThat(number(label, "left")).as(labels.toString()).isGreaterThanOrEqualTo(end);
            end = number(label, "right");
        }
        assertThat(end).isLessThanOrEqualTo(((Number) drawn.get("width")).doubleValue());
    }

    @Test
    void shouldLabelEachAgeOnce() {
        browser.lookAs(1440, 900, "light");
        browser.load(page.url());

        List<?> labels =
                (List<?>) browser.run("return Chart.getChart('chart-age').scales.y.ticks.map((tick) => tick.label)");

        assertThat(labels).hasSizeGreaterThanOrEqualTo(2).doesNotHaveDuplicates();
    }

    private static double number(Object label, String name) {
        return ((Number) ((Map<?, ?>) label).get(name)).doubleValue();
    }
}
