package io.elbowatch.stream.wire;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.verdict.SettingsRefusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares the tables of {@code docs/schema/README.md} with the code. */
class RecordsPageTest {
    private static final Path PAGE = Path.of("docs", "schema", "README.md");

    @Test
    void shouldListEveryReasonForWhichSettingsAreRefused() throws IOException {
        String settings =
                Files.readString(PAGE).split("## Settings at run time")[1].split("## Rejected images")[0];
        List<String> listed = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE)
                .matcher(settings.split("Reason")[1])
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(listed)
                .containsExactlyElementsOf(Arrays.stream(SettingsRefusal.Reason.values())
                        .map(SettingsRefusal.Reason::label)
                        .toList());
    }

    @Test
    void shouldListEveryReasonAndHeaderOfARejection() throws IOException {
        String rejected = Files.readString(PAGE).split("## Rejected images")[1];
        List<String> listed = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE)
                .matcher(rejected)
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(listed)
                .startsWith(
                        RejectedRecord.REASON,
                        RejectedRecord.DETAIL,
                        Headers.TOPIC,
                        Headers.PARTITION,
                        Headers.OFFSET,
                        Headers.TIMESTAMP,
                        RejectedRecord.VALUE_LEFT_OUT,
                        RejectedRecord.HEADERS_LEFT_OUT,
                        RejectedRecord.KEY_LEFT_OUT)
                .endsWith(Arrays.stream(Rejection.Reason.values())
                        .map(Rejection.Reason::label)
                        .toArray(String[]::new))
                .hasSize(9 + Rejection.Reason.values().length);
    }
}
