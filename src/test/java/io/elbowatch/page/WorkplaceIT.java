package io.elbowatch.page;

import io.elbowatch.core.quality.AlphaTally;
import io.elbowatch.core.quality.Choice;
import io.elbowatch.core.quality.LabelledImage;
import io.elbowatch.core.quality.Truth;
import io.elbowatch.core.source.HandlingAct;
import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.stream.incidents.Handling;
import io.elbowatch.stream.live.Journal.Kind;
import io.elbowatch.stream.lookup.RecentPValues;
import io.elbowatch.stream.wire.HandlingJson;
import io.elbowatch.stream.wire.HandlingRecord;
import io.elbowatch.testing.ChangedAlpha;
import io.elbowatch.web.api.IncidentApi;
import io.elbowatch.web.api.Lookups;
import io.elbowatch.web.api.SuggestApi;
import io.elbowatch.web.api.WhatIfApi;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What people do on the page: take care of incidents, filter, look through thousands of sources, try another α. */
class WorkplaceIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String FIRST = "images-0-17-anomalies";
    private static final String SECOND = "images-0-18-anomalies";

    private static Browser browser;

    private final Lookups lookups = new Lookups();
    private final ChangedAlpha alpha = new ChangedAlpha();
    private final WrittenPage page = new WrittenPage(
            new BoardGenerator(7).normal(0).picture().png(),
            List.of(
                    new IncidentApi(Optional.of(new InJournal()), List.of("images"), Clock.systemUTC()),
                    new WhatIfApi(WorkplaceIT::scores, alpha, lookups, Clock.systemUTC()),
                    new SuggestApi(() -> OptionalDouble.of(alpha.alpha()), WorkplaceIT::labelled)));

    /** Writes to the journal at once, as the topic would after some milliseconds. */
    private final class InJournal implements Handling {
        @Override
        public void write(HandlingRecord record) {
            page.write(
                    Kind.HANDLED,
                    record.key(),
                    "{\"key\":\"" + record.key() + "\",\"record\":" + HandlingJson.json(record) + "}");
        }

        @Override
        public void withdraw(String incident, HandlingAct act) {
            String key = HandlingRecord.keyOf(incident, act);
            page.write(Kind.HANDLED, key, "{\"key\":\"" + key + "\",\"record\":null}");
        }
    }

    private static RecentPValues.Read scores(long from, long to) {
        AlphaTally tally = new AlphaTally();
        for (int i = 1; i <= 10_000; i++) {
            tally.add("line-" + i % 10, i / 10_000.0, i <= 10);
        }
        return new RecentPValues.Read(tally, 0.5);
    }

    /** Of ten reported images seven are defects; of a hundred random ones, which stand for 100 each, none is. */
    private static List<LabelledImage> labelled() {
        Stream<LabelledImage> reported = IntStream.rangeClosed(1, 10)
                .mapToObj(i -> labelled(i, i <= 7 ? Truth.DEFECT : Truth.NORMAL, i / 10_000.0, 1, Choice.REPORTED));
        Stream<LabelledImage> random = IntStream.rangeClosed(11, 110)
                .mapToObj(i -> labelled(i, Truth.NORMAL, (i - 10) / 100.0, 100, Choice.RANDOM));
        return Stream.concat(reported, random).toList();
    }

    private static LabelledImage labelled(int i, Truth truth, double pValue, double weight, Choice why) {
        return new LabelledImage("line-1", "images-0-" + i, truth, why == Choice.REPORTED, pValue, weight, why);
    }

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
        lookups.close();
    }

    @ParameterizedTest
    @CsvSource({"1440, light", "390, dark"})
    void shouldLetPeopleTakeCareOfAnIncident(int width, String scheme) {
        long since = System.currentTimeMillis() - 240_000;
        page.incident(FIRST, "line-1", "anomalies", since);
        page.incident(SECOND, "line-2", "anomalies", since - 600_000);
        page.read();
        load(width, scheme, "");
        patiently().until(() -> browser.count("#incident-list .acts:not([hidden])") == 2);
        assertThat(browser.text("title")).startsWith("(2)");

        click("#incident-list > li:first-child", "Acknowledge");
        patiently().until(() -> browser.text("#incident-list .past").contains("local acknowledged it"));
        patiently().until(() -> browser.text("title").startsWith("(1)"));
        assertThat(browser.text("#incidents-count")).isEqualTo("2, 1 taken care of");
        awaitAnswers();

        click("#incident-list > li:first-child", "Comment");
        browser.find("#incident-list > li:first-child .words input").sendKeys("lens <b>dirty</b>");
        browser.find("#incident-list > li:first-child .words button[type=submit]")
                .click();
        patiently().until(() -> browser.text("#incident-list .past").contains("local said: lens <b>dirty</b>"));
        awaitAnswers();
        browser.picture("handling-" + width + "-" + scheme);
        assertThat(browser.violations()).isEmpty();
        assertThat(browser.overflows()).isFalse();

        click("#incident-list > li:first-child", "Close");
        browser.find("#incident-list > li:first-child .words button[type=submit]")
                .click();
        patiently().until(() -> browser.count("#incident-list > li") == 1);
        assertThat(browser.text("#handled-count")).isEqualTo("1");
        browser.find("#handled-box > summary").click();
        assertThat(browser.text("#handled-list")).contains("line-1", "local closed it");

        // 9 of 14 images were anomalous when it was closed; now 40 of 40 are.
        page.write(Kind.PROGRESS, "", "{\"incidents\":[[\"" + FIRST + "\",40,40,0,40,40]]}");
        patiently().until(() -> browser.text("#incident-list").contains("worse since local closed it"));
        assertThat(browser.text("title")).startsWith("(2)");
        browser.picture("handling-worse-" + width + "-" + scheme);
    }

    @Test
    void shouldTakeBackAnAcknowledgementOfSomebodyElse() {
        page.incident(FIRST, "line-1", "anomalies", System.currentTimeMillis());
        new InJournal()
                .write(new HandlingRecord(
                        FIRST, HandlingAct.ACKNOWLEDGED, Optional.empty(), "anna", 1_000, Optional.empty()));
        page.read();
        load(1440, "light", "");
        patiently().until(() -> browser.text("#incident-list .past").contains("anna acknowledged it"));

        click("#incident-list > li", "Take back");

        patiently().until(() -> browser.text("title").startsWith("(1)"));
        patiently().until(() -> !browser.text("#incident-list").contains("anna"));
    }

    @Test
    void shouldKeepWhatIsTypedWhateverHappensToTheIncident() {
        long since = System.currentTimeMillis() - 240_000;
        page.incident(FIRST, "line-1", "anomalies", since);
        page.read();
        load(1440, "light", "");
        patiently().until(() -> browser.count("#incident-list .acts:not([hidden])") == 1);
        click("#incident-list > li", "Comment");
        browser.find("#incident-list .words input").sendKeys("lens dirty");

        click("#incident-list > li", "Acknowledge");
        patiently().until(() -> browser.text("#incident-list .past").contains("local acknowledged it"));
        assertThat(typed("#incident-list")).isEqualTo("lens dirty");

        page.closed(FIRST, "line-1", since, since + 230_000);
        patiently().until(() -> browser.count("#closed-list > li") == 1);
        browser.find("#closed-box > summary").click();
        assertThat(typed("#closed-list")).isEqualTo("lens dirty");
        browser.picture("handling-draft");

        browser.find("#closed-list .words button[type=submit]").click();
        patiently().until(() -> browser.text("#closed-list .past").contains("local said: lens dirty"));
        patiently().until(() -> browser.count("#closed-list .words[hidden]") == 1);
        assertThat(typed("#closed-list")).isEmpty();
    }

    private static String typed(String list) {
        return String.valueOf(browser.run(
                "return document.querySelector(arguments[0] + ' .words:not([hidden]) input')?.value ?? ''", list));
    }

    @Test
    void shouldSayThatOtherBundlesHaveAnotherAlpha() {
        page.read();
        load(1440, "light", "#/whatif");
        patiently().until(() -> browser.text("#view").contains("10,000 images would have been reported"));
        assertThat(browser.text("#view")).doesNotContain("another α:");

        alpha.addParts();
        load(1440, "light", "");
        load(1440, "light", "#/whatif");
        patiently().until(() -> browser.text("#view").contains("Other bundles decide by another α: parts 0.05."));
        browser.picture("whatif-other-bundles");
        assertThat(browser.violations()).isEmpty();
        assertThat(browser.overflows()).isFalse();
    }

    @Test
    void shouldFilterByKindScoreAndTimeInTheAddress() {
        long now = System.currentTimeMillis();
        page.incident("a", "line-1", "anomalies", now - 60_000);
        page.incident("b", "line-2", "silence", now - 60_000);
        page.anomaly("line-1", 17, "");
        page.anomaly(
                "line-1", 18, "[{\"score\":\"density\",\"side\":\"high\",\"value\":9,\"limit\":1,\"pValue\":0.0002}]");
        page.read();

        load(1440, "light", "#/?kind=silence&score=density");
        patiently().until(() -> browser.text("#incidents-count").equals("2; 1 shown by the filter"));
        patiently().until(() -> browser.text("#anomalies-count").endsWith("; 1 shown by the filter"));
        assertThat(browser.text("#filter-line")).contains("incidents silent", "unlike normal images");

        load(1440, "light", "#/?to=2020-01-01T00:00");
        patiently().until(() -> browser.text("#anomalies-none").equals("None of 2 is shown by the filter."));

        browser.find("#filter-off").click();
        patiently().until(() -> browser.text("#incidents-count").equals("2"));
        browser.find("#filter-more > summary").click();
        browser.run("const kind = document.getElementById('filter-kind'); kind.value = 'silence';"
                + " kind.dispatchEvent(new Event('change'))");
        patiently().until(() -> browser.text("#incidents-count").equals("2; 1 shown by the filter"));
        assertThat(browser.run("return location.hash")).isEqualTo("#/?kind=silence");
        assertThat(browser.violations()).isEmpty();
        browser.picture("filters-1440");
    }

    @Test
    void shouldStayUsableWithFiveThousandSources() {
        writeSources();
        page.read();
        load(1440, "light", "");
        patiently().until(() -> browser.text("#sources-count").equals("5,000"));
        assertThat(browser.text("#source-list tr:first-child")).contains("line-4999");

        browser.find("#sources-more").click();
        patiently().until(() -> browser.count("#source-list tr") == 500);
        browser.find("#filter").sendKeys("line-123");
        patiently().until(() -> browser.text("#sources-count").equals("5,000; 11 shown by the filter"));
        assertThat(browser.count("#source-list tr")).isEqualTo(11);
        browser.find("#filter-off").click();

        browser.run("const order = document.getElementById('sources-order'); order.value = 'name';"
                + " order.dispatchEvent(new Event('change'))");
        patiently().until(() -> browser.text("#source-list tr:first-child").contains("line-0"));
        browser.picture("sources-5000");
    }

    @ParameterizedTest
    @CsvSource({"1440, light", "390, dark"})
    void shouldShowWhatAnotherAlphaWouldHaveReported(int width, String scheme) {
        page.read();
        load(width, scheme, "#/whatif");
        patiently()
                .until(() -> browser.text("#view").contains("10 of 10,000 images would have been reported; 10 were"));
        assertThat(browser.text("#view")).contains("Sampled: 50 %", "in force: 0.001");

        browser.run("const slider = document.getElementById('whatif-alpha'); slider.value = 150;"
                + " slider.dispatchEvent(new Event('input'))");
        patiently().until(() -> browser.text("#view").contains("90 more, from 10 sources"));
        // One random normal image has p = 0.01: with the weight of 100 it is 100 of 110 that would be reported.
        patiently().until(() -> currentRow().startsWith("0.016.4 %"));
        browser.picture("whatif-" + width + "-" + scheme);
        assertThat(browser.violations()).isEmpty();
        assertThat(browser.overflows()).isFalse();

        click("#view .suggested", "0.001 (in force)");
        patiently().until(() -> currentRow().startsWith("0.001 (in force)70 %"));
        assertThat(browser.text("#view")).contains("10 labelled images would be reported: precision 70 %");
        assertThat(browser.count("#view .suggested [aria-current] .interval")).isEqualTo(3);
        assertThat(browser.attribute("#whatif-alpha", "aria-valuetext")).isEqualTo("0.001");
        click("#view .suggested", "0.01");
        patiently().until(() -> browser.text("#view").contains("90 more, from 10 sources"));

        click("#view", "Use this α");
        patiently().until(() -> browser.text("#view").contains("is published by local, at offset 0"));
        assertThat(alpha.changes()).containsExactly("0.01 by local");
    }

    @Test
    void shouldShowAnAlphaThatComesIntoForceLater() {
        alpha.hold();
        page.read();
        load(1440, "light", "#/whatif");
        patiently().until(() -> browser.text("#view").contains("0.001 (in force: 0.001)"));
        browser.run("const slider = document.getElementById('whatif-alpha'); slider.value = 150;"
                + " slider.dispatchEvent(new Event('input'))");
        patiently().until(() -> browser.text("#view").contains("0.01 (in force: 0.001)"));

        click("#view", "Use this α");
        patiently().until(() -> browser.text("#view").contains("is published by local, at offset 0"));
        assertThat(browser.text("#view")).contains("0.01 (in force: 0.001)");

        alpha.release();
        patiently().until(() -> browser.text("#view").contains("0.01 (in force: 0.01)"));
        assertThat(browser.find("#view .apply button").isEnabled()).isFalse();
    }

    private void writeSources() {
        page.write(Kind.SOURCES, "", "{\"all\":5000,\"sources\":[" + row(4_999) + "]}");
        for (int part = 0; part < 20; part++) {
            int first = part * 250;
            page.write(
                    Kind.SOURCES,
                    "part " + part,
                    "{\"all\":5000,\"part\":" + part + ",\"sources\":"
                            + IntStream.range(first, first + 250)
                                    .mapToObj(WorkplaceIT::row)
                                    .collect(Collectors.joining(",", "[", "]"))
                            + "}");
        }
    }

    private static String row(int i) {
        return "[\"line-" + i + "\",3000," + i + ",0," + System.currentTimeMillis() + ",0]";
    }

    private static String currentRow() {
        return browser.text("#view .suggested [aria-current]");
    }

    private static void click(String within, String button) {
        browser.run(
                "[...document.querySelector(arguments[0]).querySelectorAll('button')]"
                        + ".find((one) => one.textContent.trim() === arguments[1] && !one.hidden).click()",
                within,
                button);
    }

    /** The journal may be faster than the answer, until which nothing is sent again. */
    private static void awaitAnswers() {
        patiently().until(() -> (Boolean) browser.run("return [...document.querySelectorAll('#incident-list .said')]"
                + ".every((one) => one.textContent === '')"));
    }

    private void load(int width, String scheme, String address) {
        browser.lookAs(width, 900, scheme);
        browser.load("about:blank");
        browser.load(page.url() + address);
    }

    private static ConditionFactory patiently() {
        return await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(50)).ignoreExceptions();
    }
}
