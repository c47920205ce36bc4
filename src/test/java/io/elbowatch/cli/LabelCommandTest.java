package io.elbowatch.cli;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LabelCommandTest {

    @Test
    void shouldTeachWithExamplesLabelsAndExitCodes() {
        assertThat(Shell.run("label", "--help").assertDone().out())
                .contains("Examples:", "Exit codes:", "--withdraw", "--topic=", "defect, normal, unsure");
    }

    @Test
    void shouldRefuseACommandLineThatSaysNothing() {
        assertUsage("IMAGE", "label", "--as", "normal");
        assertUsage("give --as defect, normal, unsure, or --withdraw alone", "label", "images-2-17");
        assertUsage(
                "give --as defect, normal, unsure, or --withdraw alone",
                "label",
                "images-2-17",
                "--withdraw",
                "--as",
                "normal");
        assertUsage("or --withdraw alone", "label", "images-2-17", "--withdraw", "--comment", "dust");
        assertUsage("'bad' is none of defect, normal, unsure", "label", "images-2-17", "--as", "bad");
        assertUsage("'images' is no TOPIC-PARTITION-OFFSET", "label", "images", "--as", "normal");
    }

    @Test
    void shouldRefuseLongTextsBeforeItConnects() {
        assertUsage(
                "kind has 61 characters, at most 60",
                "label",
                "images-2-17",
                "--as",
                "defect",
                "--kind",
                "x".repeat(61));
        assertUsage("by names nobody", "label", "images-2-17", "--as", "defect", "--by", " ");
    }

    @Test
    void shouldSayWhichClusterDoesNotAnswer() {
        Shell.run("label", "images-2-17", "--as", "defect", "--bootstrap-servers", "127.0.0.1:1")
                .assertRefused("127.0.0.1:1");
    }

    private static void assertUsage(String fact, String... line) {
        Shell.Ended ended = Shell.run(line);
        assertThat(ended.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(ended.err()).contains("error: ", fact);
    }
}
