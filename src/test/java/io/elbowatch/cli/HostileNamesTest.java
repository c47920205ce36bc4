package io.elbowatch.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Names from elsewhere that would clear a terminal or forge a line. */
class HostileNamesTest {
    private static final String HOSTILE = "boards\u001B[2J\nvalid";

    @TempDir
    private Path folder;

    @Test
    void shouldPrintTheNameAndVersionOfABundleInOneLine() throws IOException {
        try (Stream<Path> files = Files.list(Bundles.ADOPTED)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Path file = folder.resolve("manifest.json");
        ObjectNode manifest = (ObjectNode) new ObjectMapper().readTree(file.toFile());
        manifest.put("name", HOSTILE).put("version", HOSTILE);
        new ObjectMapper().writeValue(file.toFile(), manifest);

        Shell.Ended check =
                Shell.run("check", "--bundle", folder.toString(), "--provider", "cpu", "--random-images", "0");

        check.assertDone();
        assertThat(check.out())
                .contains("boards\\u001b[2J\\nvalid boards\\u001b[2J\\nvalid")
                .doesNotContain("\u001B");
        assertThat(check.out().lines().filter("valid"::equals)).hasSize(1);
    }
}
