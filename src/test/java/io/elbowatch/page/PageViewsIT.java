package io.elbowatch.page;

import io.elbowatch.lab.board.BoardGenerator;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is shown stays what it was called: a paused list, a filter that is used in another view, a share that is not all. */
class PageViewsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static Browser browser;

    private final WrittenPage page =
            new WrittenPage(new BoardGenerator(7).normal(0).picture().png());

    @BeforeAll
    static void open() {
        browser = Browser.open();
    }

    @AfterAll
    static void quit() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void shouldNotSayThatASourceHasNoIncidentBeforeTheyAreRead() {
        String none = "#view .rows ~ .none";
        load("#/source/line-1");
        patiently().until(() -> browser.text("#connection").equals("live"));
        patiently().until(() -> browser.text(none).equals("… not read yet"));

        page.read();
        patiently().until(() -> browser.text(none).equals("None that is kept."));
    }

    @Test
    void shouldKeepAPausedListAsItIs() {
        for (int i = 0; i < 12; i++) {
            page.anomaly("line-" + i, i, "");
        }
        page.read();
        load("");
        patiently().until(() -> browser.count("#anomaly-list img") == 12);
        String cards = browser.text("#anomaly-list");

        browser.find("#hold").click();
        for (int i = 12; i < 132; i++) {
            page.anomaly("line-" + i, i, "");
        }
        patiently().until(() -> browser.text("#hold").equals("Resume (100 newer)"));
        assertThat(browser.text("#anomaly-list")).isEqualTo(cards);
        browser.picture("page-1440-paused");

        browser.find("#hold").click();
        patiently().until(() -> browser.text("#anomalies-count").startsWith("100 kept"));
        assertThat(browser.text("#anomaly-list")).doesNotContain(cards);
    }

    @Test
    void shouldFilterTheOverviewFromAnotherView() {
        page.incident("a", "hall-a/line-1", "anomalies", System.currentTimeMillis());
        page.incident("b", "hall-b/line-1", "anomalies", System.currentTimeMillis());
        page.read();
        load("#/?source=hall-a");
        patiently().until(() -> browser.count("#incident-list .source") == 1);
        browser.find("#incident-list .source").click();
        patiently().until(() -> browser.text("#view h2 bdi").equals("hall-a/line-1"));
        assertThat(browser.find("#filter-line").isDisplayed()).isFalse();
        browser.picture("page-1440-source-filtered");

        browser.run("document.getElementById('filter').select()");
        browser.find("#filter").sendKeys("hall-b");
        patiently().until(() -> browser.find("#overview").isDisplayed());
        patiently().until(() -> browser.text("#incident-list").contains("hall-b/line-1"));
        assertThat(browser.run("return location.hash")).isEqualTo("#/?source=hall-b");
        assertThat(browser.run("return document.activeElement.id")).isEqualTo("filter");

        browser.run("history.back()");
        patiently().until(() -> browser.text("#view h2 bdi").equals("hall-a/line-1"));
        assertThat(browser.find("#filter-line").isDisplayed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 100 %",
        "0.996, 2, 99.6 %",
        "0.994, 2, 99 %",
        "0.99994, 3, 99.99 %",
        "0.9999999999999999, 2, 100 %",
        "0.0000004, 2, 0.00004 %",
        "0, 2, 0 %"
    })
    void shouldNotRoundAShareToAll(double share, int digits, String words) {
        load("");
        Object shown = browser.runAsync(
                "const [share, digits, done] = arguments;"
                        + " import(document.querySelector('script[type=module]').src.replace('app.js', 'words.js'))"
                        + ".then(({ percent }) => done(percent(share, digits)))",
                share,
                digits);

        assertThat(shown).isEqualTo(words);
    }

    private void load(String query) {
        browser.lookAs(1440, 900, "light");
        browser.load("about:blank");
        browser.load(page.url() + query);
    }

    private static ConditionFactory patiently() {
        return await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(50)).ignoreExceptions();
    }
}
