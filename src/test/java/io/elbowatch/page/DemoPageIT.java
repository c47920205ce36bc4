package io.elbowatch.page;

import io.elbowatch.testing.Program;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The demo's story as a stranger sees it: on the page, in a browser, at twice its speed. */
class DemoPageIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    @TempDir
    private static Path folder;

    @Test
    void shouldTellTheStoryOnThePage() throws IOException {
        int port = freePort();
        try (Browser browser = Browser.open();
                Program demo = Program.elbowatch(
                        folder.resolve("demo.log"), "demo", "--rate", "80", "--http-port", Integer.toString(port))) {
            await().atMost(TIMEOUT).until(() -> demo.output().contains("page http://127.0.0.1:" + port));
            browser.lookAs(1440, 900, "light");
            browser.load("http://127.0.0.1:" + port + "/");

            awaitOn(browser, "body", "Line 1: an etching fault grows");
            awaitOn(browser, "#incident-list", "line-1");
            String picture = "#anomaly-list img[alt^='line-1:']";
            await().atMost(TIMEOUT)
                    .untilAsserted(() ->
                            assertThat(browser.attribute(picture, "alt")).contains("worst place", "column", "px"));

            awaitOn(browser, "body", "Line 2: something lies on the lens");
            awaitOn(browser, "#incident-list", "line-2");
            browser.picture("demo-1440-covered-lens");

            awaitOn(browser, "#closed-list", "line-1");
            awaitOn(browser, "#rejected-list", "line-3");
            awaitOn(browser, "#rejected-list", "undecodable");
        }
    }

    private static void awaitOn(Browser browser, String list, String text) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(browser.text(list)).as(list).contains(text));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
