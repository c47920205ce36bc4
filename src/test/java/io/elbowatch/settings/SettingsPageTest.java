package io.elbowatch.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsPageTest {
    private static final Path PAGE = Path.of("docs", "settings.md");

    @Test
    void shouldEqualTheTableOfSettings() throws IOException {
        if (Boolean.getBoolean("write")) {
            Files.writeString(PAGE, SettingsPage.markdown());
        }

        assertThat(Files.readString(PAGE))
                .as("docs/settings.md is generated: mvn test -Dtest=SettingsPageTest -Dwrite=true writes it")
                .isEqualTo(SettingsPage.markdown());
    }

    @Test
    void shouldGiveEverySettingAFlagAndAVariableOfItsOwn() {
        assertThat(SettingsTable.rows()).extracting(Setting::key).doesNotHaveDuplicates();
        assertThat(SettingsTable.rows()).extracting(Setting::flag).doesNotHaveDuplicates();
        assertThat(SettingsTable.rows()).extracting(Setting::environmentName).doesNotHaveDuplicates();
    }
}
