package io.elbowatch.core.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the tables of the page to the code. The healthy sources take half a minute: all but one figure of them only
 * where they are written.
 */
class IncidentTablesTest {
    private static final Path PAGE = Path.of("docs", "incidents.md");
    private static final String MEND =
            "docs/incidents.md is simulated: mvn test -Dtest=IncidentTablesTest -Dwrite=true writes it anew";

    @Test
    void shouldBeThoseOfThePage() throws IOException {
        List<String> faults = IncidentTables.faults(IncidentSettings.DEFAULT.falseAlarmImages());
        if (Boolean.getBoolean("write")) {
            write("A = 10⁸", IncidentTables.healthy());
            write("incidents of one fault", faults);
        }

        String page = Files.readString(PAGE);
        assertThat(page).as(MEND).contains(IncidentTables.firstOfHealthy()).contains(String.join("\n", faults));
    }

    /** In place of the rows under the header that has this column. */
    private static void write(String column, List<String> rows) throws IOException {
        String page = Files.readString(PAGE);
        Matcher table = Pattern.compile("(\\|[^\n]*" + Pattern.quote(column) + "[^\n]*\n\\|[-|]+\n)((?:\\|[^\n]*\n)*)")
                .matcher(page);
        assertThat(table.find()).as("a table with the column " + column).isTrue();
        Files.writeString(
                PAGE,
                page.substring(0, table.start(2)) + String.join("\n", rows) + "\n" + page.substring(table.end(2)));
    }
}
