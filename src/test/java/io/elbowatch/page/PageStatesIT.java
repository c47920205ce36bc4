package io.elbowatch.page;

import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.stream.live.Journal.Kind;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the page says of what it does not know, hides, cannot fit or no longer receives. */
class PageStatesIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String RIGHT_TO_LEFT_OVERRIDE = "\u202e";

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
        browser.block(); // nothing any more
        page.close();
    }

    @Test
    void shouldNotSayNoneOfWhatIsNotRead() {
        page.write(Kind.PULSE, "1", pulse());
        load(1440, 900, "light", "");
        patiently().until(() -> browser.text("#connection").equals("live"));
        browser.picture("page-1440-not-read");

        for (String list : new String[] {"incidents", "anomalies", "rejected", "sources"}) {
            assertThat(browser.text("#" + list + "-none")).as(list).isEqualTo("… not read yet");
            assertThat(browser.text("#" + list + "-count")).as(list).isEqualTo("…");
        }
        assertThat(browser.text("#figures dd")).isEqualTo("…");

        page.read();
        patiently().until(() -> browser.text("#incidents-none").equals("None."));
        assertThat(browser.text("#incidents-count")).isEqualTo("0");
        assertThat(browser.text("#anomalies-none")).isEqualTo("None yet.");
    }

    @Test
    void shouldLoadAgainWhenAScriptDidNotCome() {
        page.write(Kind.PULSE, "1", pulse());
        browser.block("*/dom.js");
        load(1440, 900, "light", "");
        patiently().until(() -> browser.text("#connection").equals("not loaded completely, loading again"));

        browser.block();
        patiently().until(() -> browser.text("#connection").equals("live"));
    }

    @Test
    void shouldSayWhereThereIsNoPicture() {
        String source = "hall-a/line-1";
        page.anomaly(source, 17, "");
        page.incident("a", source, "anomalies", System.currentTimeMillis() - 240_000);
        page.read();
        browser.block("*/evidence/*");
        load(1440, 900, "light", "");
        for (String list : new String[] {"#anomaly-list", "#incident-list"}) {
            patiently().until(() -> browser.text(list).contains("picture not available"));
            assertThat(browser.count(list + " img")).as(list).isZero();
        }
        browser.picture("page-1440-no-picture");
    }

    @Test
    void shouldCountTheIncidentsThatTheFilterHides() {
        long now = System.currentTimeMillis();
        page.incident("a", "hall-a/line-1", "anomalies", now - 240_000);
        page.incident("b", "hall-b/line-1", "anomalies", now - 120_000);
        page.incident("c", "hall-c/line-1", "silence", now - 60_000);
        page.read();

        load(1440, 900, "light", "?source=HALL-A");
        patiently().until(() -> browser.text("#incidents-count").equals("3; 1 shown by the filter"));
        assertThat(browser.count("#incident-list > li")).isEqualTo(1);
        assertThat(browser.text("title")).startsWith("(3)");
        browser.picture("page-1440-filtered");

        load(1440, 900, "light", "?source=nowhere");
        patiently().until(() -> browser.text("#incidents-none").equals("None of 3 is shown by the filter."));
        assertThat(browser.text("#incidents-count")).isEqualTo("3; 0 shown by the filter");
    }

    @Test
    void shouldKeepTheFilterInTheAddress() {
        page.incident("a", "hall-a/line-1", "anomalies", System.currentTimeMillis());
        page.read();
        load(1440, 900, "light", "");
        browser.find("#filter").sendKeys("hall-b");
        patiently().until(() -> browser.text("#incidents-count").equals("1; 0 shown by the filter"));
        assertThat(browser.run("return location.hash")).isEqualTo("#/?source=hall-b");

        browser.run("history.back()");
        patiently().until(() -> browser.text("#incidents-count").equals("1"));
        assertThat(browser.run("return document.getElementById('filter').value"))
                .isEqualTo("");

        load(1440, 900, "light", "#/?source=hall-a%2Fline-1");
        patiently().until(() -> browser.text("#incidents-count").equals("1; 1 shown by the filter"));
        browser.find("#filter-off").click();
        patiently().until(() -> browser.run("return location.hash").equals("#/"));
    }

    @ParameterizedTest
    @CsvSource({"31, 1440, light", "120, 1440, dark", "250, 1440, light", "31, 390, dark", "250, 390, light"})
    void shouldFitNamesOfAnyLength(int characters, int width, String scheme) {
        String source = ("plant-07/hall-3/line-12/station-4/" + "camera".repeat(50)).substring(0, characters);
        page.anomaly(source, 17, "");
        page.incident("a", source, "anomalies", System.currentTimeMillis() - 240_000);
        page.write(Kind.SOURCES, "", sources(1, source));
        page.read();
        load(width, 900, scheme, "");
        patiently().until(() -> browser.count("#anomaly-list img") == 1 && browser.count("#incident-list img") == 1);
        browser.picture("page-" + width + "-name-" + characters);

        assertThat(browser.overflows()).isFalse();
        for (String part : new String[] {".p", "time", "img"}) {
            assertThat(inside("#anomaly-list .anomaly", part)).as(part).isTrue();
        }
        assertThat(inside("#incident-list > li", ".since")).isTrue();
        for (String name : new String[] {"#anomaly-list .source", "#incident-list .source", "#source-list .source"}) {
            assertThat(browser.attribute(name, "title")).as(name).isEqualTo(source);
        }

        browser.run("document.querySelector('#filter').focus()");
        browser.run("document.querySelector('#anomaly-list .anomaly').focus({focusVisible: true})");
        assertThat(browser.run("const name = document.querySelector('#anomaly-list .source');"
                        + " return name.scrollWidth <= name.clientWidth"))
                .as("all of the name is seen with the focus on its card")
                .isEqualTo(true);
    }

    @Test
    void shouldShowCharactersThatTurnOrHideText() {
        page.anomaly("line-" + RIGHT_TO_LEFT_OVERRIDE + "gnp.1\u0007", 17, "");
        page.read();
        load(1440, 900, "light", "");

        patiently().until(() -> browser.text("#anomaly-list .source").equals("line-[U+202E]gnp.1[U+0007]"));
    }

    @Test
    void shouldShowAnIncidentOfAnyTime() {
        page.incident("a", "line-1", "anomalies", Long.MAX_VALUE);
        page.incident("b", "line-2", "silence", Long.MIN_VALUE);
        page.read();
        load(1440, 900, "light", "");

        patiently().until(() -> browser.count("#incident-list > li") == 2);
        assertThat(browser.text("#incidents-count")).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource({"1440, light", "390, dark"})
    void shouldShowSilentSourcesTogether(int width, String scheme) {
        long since = System.currentTimeMillis() - 240_000;
        for (int i = 0; i < 844; i++) {
            page.incident("i-" + i, "line-" + i, "silence", since + i);
        }
        page.write(Kind.SOURCES, "", sources(2_000, "line-0"));
        page.read();
        load(width, 900, scheme, "");

        patiently().until(() -> browser.text("#incident-list").contains("844 of 2,000 sources silent since "));
        assertThat(browser.text("#incidents-count")).isEqualTo("844");
        browser.find("#incident-list summary").click();
        patiently().until(() -> browser.count("#incident-list .rows li") == 50);
        browser.picture("page-" + width + "-844-silent");
        assertThat(browser.text("#incident-list")).contains("and 794 more");
        assertThat((Long) browser.run("return document.documentElement.scrollHeight"))
                .isLessThan(3_000);
        assertThat(browser.overflows()).isFalse();
    }

    /** The page of somebody who was away receives the newest hundred alone as closed. */
    @Test
    void shouldShowNoIncidentAsOpenThatClosedMeanwhile() {
        page.incident("a", "line-1", "silence", System.currentTimeMillis() - 240_000);
        page.incident("b", "line-2", "silence", System.currentTimeMillis() - 240_000);
        page.read();
        load(1440, 900, "light", "");
        patiently().until(() -> browser.text("#incidents-count").equals("2"));

        page.write(Kind.ENDED, "a", "{\"id\":\"a\"}");
        patiently().until(() -> browser.text("#incidents-count").equals("1"));
        assertThat(browser.text("#incident-list")).contains("line-2").doesNotContain("line-1");
    }

    @Test
    void shouldCountOnWhileAnIncidentIsOpen() {
        long since = System.currentTimeMillis() - 240_000;
        page.incident("a", "line-1", "anomalies", since);
        page.read();
        load(1440, 900, "light", "");
        patiently().until(() -> browser.text("#incident-list").contains("9 of 14 images anomalous when it opened"));
        assertThat(browser.text("#incident-list"))
                .contains("for 4 min", "since ")
                .containsPattern("\\d\\d:\\d\\d:\\d\\d");

        page.write(Kind.PROGRESS, "", "{\"incidents\":[[\"a\",3204,812,0]]}");
        patiently().until(() -> browser.text("#incident-list").contains("821 of 3,218 images anomalous"));
        page.write(Kind.PROGRESS, "", "{\"incidents\":[[\"a\",3300,900,0]]}");
        patiently().until(() -> browser.text("#incident-list").contains("909 of 3,314 images anomalous"));

        page.anomaly("line-1", 18, "");
        patiently().until(() -> browser.count("#incident-list img") == 1);
        browser.find("#incident-list .look").click();
        patiently().until(() -> browser.text("#view").contains("images-0-18"));
        assertThat(browser.text("#view h2")).isEqualTo("line-1");
        browser.press(Keys.ESCAPE);
    }

    @ParameterizedTest
    @CsvSource({"1440, light", "390, dark"})
    void shouldSayThatTheConnectionIsLost(int width, String scheme) {
        page.incident("a", "line-1", "anomalies", System.currentTimeMillis() - 240_000);
        page.write(Kind.PULSE, "1", pulse());
        page.read();
        load(width, 900, scheme, "");
        patiently().until(() -> browser.text("#incidents-count").equals("1"));
        assertThat(browser.find("#lost").isDisplayed()).isFalse();

        page.close();

        patiently().until(() -> browser.text("#lost").matches("Connection lost at \\d\\d:\\d\\d:\\d\\d\\..*"));
        assertThat(browser.find("#lost").isDisplayed()).isTrue();
        assertThat(browser.text("#now .asof")).matches("as of \\d\\d:\\d\\d:\\d\\d");
        assertThat(browser.text("#incidents .asof")).startsWith("as of ");
        assertThat(browser.count("body[data-stale]")).isEqualTo(1);
        browser.picture("page-" + width + "-lost");
    }

    @Test
    void shouldSayThatTheServerReadsNothing() {
        page.write(Kind.PULSE, "1", pulse());
        page.write(
                Kind.READING, "", "{\"away\":" + (System.currentTimeMillis() - 60_000) + ",\"topics\":[\"scores\"]}");
        load(1440, 900, "light", "");

        patiently().until(() -> browser.text("#lost").startsWith("The server has read nothing from Kafka since "));
        assertThat(browser.count("body[data-stale]")).isEqualTo(1);
    }

    @Test
    void shouldShowIncidentsAboveChartsOnAPhone() {
        page.incident("a", "line-1", "anomalies", System.currentTimeMillis());
        page.read();
        load(390, 844, "light", "");
        patiently().until(() -> browser.count("#incident-list > li") == 1);

        assertThat(browser.run("const top = (id) => document.getElementById(id).getBoundingClientRect().top;"
                        + " return top('incidents') < top('now') && top('incidents') < top('chart-rate')"))
                .isEqualTo(true);
    }

    @Test
    void shouldNameTheFeaturesInWhichAnImageIsUnlikeNormalOnes() {
        page.anomaly("line-1", 17, """
                [{"score": "density", "side": "high", "value": 3290.1, "limit": 23.0, "pValue": 0.0001, "features": [
                 {"feature": "brightness_mean", "deviation": -8.2, "words": "dark"},
                 {"feature": "log_steps_down", "deviation": -5, "words": "blurred"},
                 {"feature": "flat", "deviation": 2.1, "words": "flat"}]}]""".replace("\n", ""));
        page.read();
        load(1440, 900, "light", "");

        patiently().until(() -> browser.text("#anomaly-list .why").equals("unlike normal images: dark, blurred"));
        browser.find("#anomaly-list .anomaly").click();
        patiently().until(() -> browser.text("#view h2").equals("line-1"));
        assertThat(browser.text("#view"))
                .contains("dark: brightness_mean 8.2 spreads below normal", "density 3,290, limit 23");
        browser.picture("page-1440-unlike");
        browser.press(Keys.ESCAPE);
    }

    @Test
    void shouldHideTheBundlesOfAPlainProgram() {
        page.write(
                Kind.BUNDLES,
                "",
                "{\"instances\":[{\"name\":\"a\",\"host\":\"h\",\"gone\":false}]," + "\"bundles\":["
                        + bundle("boards", "2.0.0", "any image") + "],\"shadows\":[],\"flips\":[]}");
        page.read();
        load(1440, 900, "light", "");

        patiently().until(() -> browser.text("#incidents-none").equals("None."));
        assertThat(browser.run("return document.getElementById('bundles').hidden"))
                .isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource({"1440, light", "1440, dark", "390, light", "390, dark"})
    void shouldShowBundlesAndShadows(int width, String scheme) {
        page.anomaly("camera-7", 17, "");
        page.write(
                Kind.FLIP,
                "images-0-17",
                "{\"image\":\"images-0-17\",\"source\":\"camera-7\",\"at\":1000,\"record\":"
                        + "{\"deciding\":{\"bundle\":\"camera-7\",\"verdict\":{\"anomalous\":true,\"pValue\":0.0002}},"
                        + "\"shadow\":{\"bundle\":\"camera-7-next\",\"verdict\":{\"anomalous\":false,\"pValue\":0.4}}}}");
        page.write(Kind.BUNDLES, "", bundles("\"images-0-17\""));
        page.read();
        load(width, 900, scheme, "");
        patiently().until(() -> browser.count("#bundle-list tr") == 3);

        assertThat(browser.text("#bundle-list")).contains("camera-7", "key camera-7", "2 instances, cpu");
        assertThat(browser.text("#bundles-line")).isEqualTo("1 of 2 instances follow settings offset 12.");
        assertThat(browser.text("#instance-list"))
                .contains("host-b", "refused", "offset 12", "golden_images", "0.3 nats");
        assertThat(browser.text("#shadow-list"))
                .contains("camera-7-next 1.1.0 after camera-7 1.0.0", "99.2 % of 1,000 images", "5 to anomalous");
        browser.run("document.querySelector('#flips-box > summary').click()");
        patiently().until(() -> browser.text("#flip-list").contains("anomalous → normal"));
        assertThat(browser.violations()).isEmpty();
        assertThat(browser.overflows()).isFalse();
        browser.run("document.getElementById('bundles').scrollIntoView()");
        browser.picture("bundles-" + width + "-" + scheme);
        browser.run("document.querySelector('#flip-list .look').click()");
        patiently().until(() -> browser.text("#view h2").equals("camera-7"));

        page.write(Kind.BUNDLES, "", bundles(""));
        patiently().until(() -> browser.count("#flip-list > li") == 0);
    }

    @Test
    void shouldNotCallAlmostAllVerdictsOfAShadowTheSame() {
        page.write(Kind.BUNDLES, "", bundles("").replace("\"images\":1000,", "\"images\":1000000,"));
        page.read();
        load(1440, 900, "light", "");

        patiently().until(() -> browser.text("#shadow-list").contains("99.999 % of 1,000,000 images"));
    }

    /** @param flips the images of those in force, as JSON */
    private static String bundles(String flips) {
        return "{\"instances\":[{\"name\":\"a\",\"host\":\"host-a\",\"gone\":false,\"offset\":12},"
                + "{\"name\":\"b\",\"host\":\"host-b\",\"gone\":false,\"offset\":9,\"refused\":{\"offset\":12,"
                + "\"reason\":\"golden_images\",\"details\":[\"camera-7: golden image 3 differs by 0.3 nats\"]}}],"
                + "\"bundles\":[" + bundle("camera-7", "1.0.0", "key camera-7") + ","
                + bundle("camera-7-next", "1.1.0", "shadow of camera-7") + "," + bundle("rest", "2.0.0", "any image")
                + "],\"shadows\":[{\"deciding\":{\"bundle\":\"camera-7\",\"version\":\"1.0.0\",\"alpha\":0.001},"
                + "\"shadow\":{\"bundle\":\"camera-7-next\",\"version\":\"1.1.0\",\"alpha\":0.001},\"since\":12,"
                + "\"from\":1,\"images\":1000,\"toAnomalous\":5,\"toNormal\":3,\"reported\":6,"
                + "\"reportedByShadow\":8,\"leftOut\":4,\"failed\":0,\"ratio\":0.87,\"millis\":2.04,"
                + "\"sources\":[[\"camera-7\",1000,5,3]]}],\"flips\":[" + flips + "]}";
    }

    private static String bundle(String name, String version, String route) {
        return "{\"bundle\":\"" + name + "\",\"name\":\"boards\",\"version\":\"" + version
                + "\",\"sha256\":\"0123\",\"instances\":2,\"providers\":[\"cpu\"],\"routes\":[\"" + route + "\"]}";
    }

    private void load(int width, int height, String scheme, String query) {
        browser.lookAs(width, height, scheme);
        browser.load(page.url() + query);
    }

    private static String pulse() {
        return "{\"at\":" + System.currentTimeMillis()
                + ",\"images\":200,\"anomalies\":0.2,\"rejected\":0.1,\"p50\":12,\"p99\":40}";
    }

    private static String sources(int all, String one) {
        return "{\"all\":" + all + ",\"sources\":[[" + WrittenPage.quoted(one) + ",3000,12,0,"
                + System.currentTimeMillis() + ",1]]}";
    }

    private static boolean inside(String box, String part) {
        return (Boolean) browser.run("""
                const box = document.querySelector(arguments[0]);
                const outer = box.getBoundingClientRect();
                const inner = box.querySelector(arguments[1]).getBoundingClientRect();
                return inner.width > 0 && inner.left >= outer.left && inner.right <= outer.right;
                """, box, part);
    }

    private static ConditionFactory patiently() {
        return await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(50)).ignoreExceptions();
    }
}
