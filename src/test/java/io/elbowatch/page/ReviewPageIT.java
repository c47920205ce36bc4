package io.elbowatch.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.web.api.Api;
import io.elbowatch.web.api.JsonBody;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The review queue by keys: one press labels one image, the one that is seen. */
class ReviewPageIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String QUEUE = """
            {"images":[{"image":"images-0-1","source":"line-1","timestamp":1000,"why":"random","rate":0.01,
             "anomalous":false,"pValue":0.3,"alpha":0.001},
             {"image":"images-0-2","source":"line-2","timestamp":2000,"why":"random","rate":0.01,
             "anomalous":false,"pValue":0.4,"alpha":0.001}]}""";
    private static final String PRESS =
            "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'd', repeat: arguments[0], bubbles: true}));";

    private static Browser browser;

    private final List<String> labelled = new CopyOnWriteArrayList<>();
    private final CountDownLatch answers = new CountDownLatch(1);
    private final WrittenPage page =
            new WrittenPage(new BoardGenerator(7).normal(0).picture().png(), List.of((Api) this::route));

    private void route(RoutesConfig routes) {
        routes.get("/api/review", context -> json(context, QUEUE));
        routes.get("/api/labels", context -> json(context, "{\"writable\":true,\"labels\":[]}"));
        routes.get("/api/labels/{image}", context -> json(context, "{\"label\":null}"));
        routes.post("/api/labels", this::label);
    }

    /** Answers when the test lets it. */
    private void label(Context context) throws InterruptedException {
        JsonNode asked = JsonBody.of(context);
        labelled.add(asked.path("image").asText());
        assertThat(answers.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        json(context, "{\"label\":{\"label\":\"" + asked.path("label").asText() + "\",\"by\":\"anna\",\"at\":1000}}");
    }

    private static void json(Context context, String text) {
        context.contentType("application/json").result(text);
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
        answers.countDown();
        page.close();
    }

    @Test
    void shouldLabelOneImageForAKeyThatIsHeld() {
        openReview();
        press(false);
        hold();
        answers.countDown();
        patiently().until(() -> browser.text("#view").contains("2 of 2"));
        hold();

        press(false);
        patiently().until(() -> labelled.size() >= 2);
        assertThat(labelled).containsExactly("images-0-1", "images-0-2");
    }

    @Test
    void shouldIgnorePressesWhileALabelIsSaved() {
        openReview();
        press(false);
        press(false);
        patiently().until(() -> !labelled.isEmpty());
        answers.countDown();
        patiently().until(() -> browser.text("#view").contains("2 of 2"));

        press(false);
        patiently().until(() -> labelled.contains("images-0-2"));
        assertThat(labelled).containsExactly("images-0-1", "images-0-2");
    }

    private void openReview() {
        browser.lookAs(1440, 900, "light");
        browser.load("about:blank");
        browser.load(page.url() + "#/review");
        patiently()
                .until(() ->
                        browser.text("#view").contains("1 of 2") && browser.count("#view .labels button:enabled") > 0);
    }

    /** As a browser does for a key that is held down: it repeats the event. */
    private static void hold() {
        for (int i = 0; i < 5; i++) {
            press(true);
        }
    }

    private static void press(boolean repeat) {
        browser.run(PRESS, repeat);
    }

    private static ConditionFactory patiently() {
        return await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(50)).ignoreExceptions();
    }
}
