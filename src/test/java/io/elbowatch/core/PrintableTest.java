package io.elbowatch.core;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PrintableTest {

    @Test
    void shouldKeepPrintableText() {
        assertThat(Printable.line("Leiterplatte 7, Größe 10 µm, 基板 \uD83D\uDE00 C:\\boards"))
                .isEqualTo("Leiterplatte 7, Größe 10 µm, 基板 \uD83D\uDE00 C:\\boards");
    }

    @Test
    void shouldEscapeWhatMovesTheCursorOrEndsTheLine() {
        assertThat(Printable.line("a\u001B[2Jb\r\nc\td\u007F\u009Be"))
                .isEqualTo("a\\u001b[2Jb\\r\\nc\\td\\u007f\\u009be");
    }

    @Test
    void shouldEscapeWhatReordersOrHidesText() {
        assertThat(Printable.line("a\u202Eb\u2028c\u200Bd\uD800e\uDB40\uDC41"))
                .isEqualTo("a\\u202eb\\u2028c\\u200bd\\ud800e\\udb40\\udc41");
    }

    @Test
    void shouldKeepLineEndsWhereTheyAreMeant() {
        assertThat(Printable.lines("a\n  b\u001B\r\n")).isEqualTo("a\n  b\\u001b\\r\n");
    }
}
