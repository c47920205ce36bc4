package io.elbowatch.page;

import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.web.api.Api;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the page of one image says where it has no loss map. */
class ImagePageIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final byte[] PNG = new BoardGenerator(7).normal(0).picture().png();
    private static final String ORIGINAL = "\"source\":\"line-1\",\"original\":{\"width\":64,\"height\":64}";

    private static Browser browser;

    private final WrittenPage page = new WrittenPage(PNG, List.of((Api) this::route));
    private volatile String facts = "";
    private volatile Optional<byte[]> evidence = Optional.empty();

    private void route(RoutesConfig routes) {
        routes.get(
                "/api/image/{image}",
                context -> context.contentType("application/json").result("{" + ORIGINAL + "," + facts + "}"));
        routes.get("/api/image/{image}/original", context -> png(context, PNG));
        routes.get(
                "/api/image/{image}/evidence",
                context -> evidence.ifPresentOrElse(picture -> png(context, picture), () -> context.status(404)));
    }

    private static void png(Context context, byte[] picture) {
        context.contentType("image/png").result(picture);
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
    }

    @Test
    void shouldSayThatThereIsNoScore() {
        facts = "\"unscored\":\"no score\"";
        evidence = Optional.of(PNG);

        assertThat(lossOf("images-0-1")).isEqualTo("No loss map: no score of this image is known.");
        browser.picture("image-unscored");
    }

    @Test
    void shouldSayThatThePictureWasLeftOut() {
        facts = "\"record\":{\"verdict\":{\"anomalous\":true,\"pValue\":0.0002,\"alpha\":0.001},\"reasons\":[]}";

        assertThat(lossOf("images-0-2"))
                .isEqualTo("No loss map: it was left out when this image was scored"
                        + " (evidence.per-minute, load or size).");
    }

    private String lossOf(String image) {
        browser.lookAs(1440, 900, "light");
        browser.load("about:blank");
        browser.load(page.url() + "#/image/" + image);
        patiently().until(() -> !browser.text("#view .staged .quiet").isEmpty());
        return browser.text("#view .staged .quiet");
    }

    private static ConditionFactory patiently() {
        return await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(50)).ignoreExceptions();
    }
}
