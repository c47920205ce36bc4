package io.elbowatch.lab.demo;

import io.elbowatch.lab.camera.Story;
import io.elbowatch.lab.demo.Outcome.Rejected;
import io.elbowatch.lab.demo.Outcome.Scored;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DemoScreenTest {
    private static final int TERMINAL = 80;
    private final StringWriter out = new StringWriter();
    private final DemoScreen screen = new DemoScreen(new PrintWriter(out), false);

    @Test
    void shouldFitIntoATerminal() {
        Stream.of(Story.Chapter.values()).map(Story.Chapter::line).forEach(screen::chapter);
        screen.outcome(scored("line-1", "line-1/000006.png#covered_lens"));
        screen.outcome(scored("the-camera-over-line-1", "a-folder/with/a-long-name/of-an-image.png"));
        screen.outcome(new Outcome("line-3", "x.png", 5, new Rejected("undecodable", "the PNG breaks off".repeat(9))));
        screen.incident(new Incident("line-2", true, "anomalies", 1_000, 900, 1_000));
        screen.incident(new Incident("line-2", false, "anomalies", 1_000_000, 900_000, 100_000_000));
        screen.status(new Tally(), 40_000, 12_345);
        screen.summary(new Tally(), 1_000_000_000);

        assertThat(out.toString().lines())
                .hasSizeGreaterThan(20)
                .allMatch(line -> line.length() <= TERMINAL)
                .anyMatch(line -> line.endsWith("(covered_lens)"));
    }

    @Test
    void shouldEscapeWhatTheNamesOfImagesAndSourcesHide() {
        screen.outcome(scored("a\u001B[2J\n", "b\u001B[31m.png"));

        assertThat(out.toString().strip()).doesNotContain("\u001B", "\n").contains("a\\u001b[2J\\n", "b\\u001b");
    }

    private static Outcome scored(String source, String image) {
        return new Outcome(source, image, 5, new Scored(true, 0.0001, 16.92, "unlike its reconstruction"));
    }
}
