package io.elbowatch.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The page's own scripts: what comes from Kafka becomes text, and never HTML, code or an address of a script. */
class PageScriptTest {
    private static final Path WEB = Path.of("src", "main", "resources", "web");

    static Stream<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(WEB)) {
            return files.filter(file -> file.toString().matches(".*\\.(js|html)")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void shouldMakeNoHtmlAndNoCodeOfText(Path script) throws IOException {
        assertThat(Files.readString(script))
                .doesNotContainPattern("\\b(innerHTML|outerHTML|insertAdjacentHTML|srcdoc|createContextualFragment)\\b")
                .doesNotContainPattern("\\bdocument\\.write|\\beval\\(|\\bnew Function\\b|\\bDOMParser\\b")
                .doesNotContainPattern("javascript:|\\bon(click|error|load)=");
    }
}
