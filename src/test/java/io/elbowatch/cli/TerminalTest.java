package io.elbowatch.cli;

import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TerminalTest {

    @Test
    void shouldTellATerminalFromAPipeAndAFile() {
        assertThat(Terminal.isTerminal("/dev/pts/3")).isTrue();
        assertThat(Terminal.isTerminal("/dev/tty1")).isTrue();
        assertThat(Terminal.isTerminal("/dev/console")).isTrue();
        assertThat(Terminal.isTerminal("pipe:[4711]")).isFalse();
        assertThat(Terminal.isTerminal("/tmp/out.log")).isFalse();
        assertThat(Terminal.isTerminal("/dev/null")).isFalse();
    }

    @Test
    void shouldHonourNoColorAndDumbTerminals() {
        assertThat(Terminal.isRich(Map.of("TERM", "xterm"))).isTrue();
        assertThat(Terminal.isRich(Map.of("NO_COLOR", ""))).isTrue();
        assertThat(Terminal.isRich(Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(Terminal.isRich(Map.of("TERM", "dumb"))).isFalse();
    }
}
