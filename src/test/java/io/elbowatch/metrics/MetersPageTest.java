package io.elbowatch.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MetersPageTest {
    private static final Path PAGE = Path.of("docs/metrics.md");

    @Test
    void shouldBeWhatIsInDocs() throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, MetersPage.markdown());
        }

        assertThat(PAGE)
                .as("%s is generated; write it with: mvn test -Dtest=MetersPageTest -Ddocs.write=true", PAGE)
                .hasContent(MetersPage.markdown());
    }
}
