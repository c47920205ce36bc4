package io.elbowatch.report;

import io.elbowatch.core.replay.Flip;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FlipsPageTest {

    @Test
    void shouldListEveryFlipWithItsPicture() {
        Flip first = new Flip(1, 22, 0, "camera-1", true, 0.5f, 0.001f);
        Flip second = new Flip(1, 23, 0, "", false, 0.001f, 0.5f);
        String page = FlipsPage.of(
                "images",
                "Two of them.",
                List.of(
                        new FlipsPage.Row(first, Optional.of("000000-images-1-22.png")),
                        new FlipsPage.Row(second, Optional.empty())));

        assertThat(page)
                .contains("<p>Two of them.</p>")
                .contains("images-1-22<br>1970-01-01T00:00:00Z", "<td>camera-1</td><td>reported now</td><td>0.500</td>")
                .contains("<a href=\"000000-images-1-22.png\"><img")
                .contains("images-1-23", "<td>no longer reported</td>", "no picture");
    }

    /** Whoever sends an image chooses its key. */
    @Test
    void shouldTakeNoMarkupFromASource() {
        Flip flip = new Flip(0, 1, 0, "<script>alert(\"1\")</script>&\u001b[2J", true, 1, 0);
        String page = FlipsPage.of("images", "One.", List.of(new FlipsPage.Row(flip, Optional.empty())));

        assertThat(page)
                .doesNotContain("<script>", "\u001b")
                .contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;\\u001b[2J");
    }
}
