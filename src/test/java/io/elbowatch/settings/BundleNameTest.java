package io.elbowatch.settings;

import io.elbowatch.core.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BundleNameTest {
    @TempDir
    Path home;

    private Path boards;
    private BundleName names;

    @BeforeEach
    void install() throws IOException {
        boards = Files.createDirectories(home.resolve("model/bundles/boards"));
        names = new BundleName(Map.of("ELBOWATCH_HOME", home.toString()));
    }

    @Test
    void shouldFindABundleByItsName() {
        assertThat(names.resolve("boards")).isEqualTo(boards);
    }

    @Test
    void shouldTakeAPathAsItIs() {
        assertThat(names.resolve("./boards")).isEqualTo(Path.of("./boards"));
        assertThat(names.resolve("a/boards")).isEqualTo(Path.of("a/boards"));
        assertThat(names.resolve(boards.toString())).isEqualTo(boards);
        assertThat(names.resolve("..")).isEqualTo(Path.of(".."));
    }

    @Test
    void shouldPreferAFolderThatIsThere() {
        assertThat(new BundleName(Map.of("ELBOWATCH_HOME", home.toString())).resolve("src"))
                .isEqualTo(Path.of("src"));
    }

    @Test
    void shouldPassOverAFolderOfThatNameThatIsNoBundle() throws IOException {
        Path named = Files.createDirectories(home.resolve("model/bundles/src"));

        assertThat(names.resolve("src")).isEqualTo(named);
    }

    @Test
    void shouldNameTheBundlesThatThereAre() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> names.require(Optional.empty()))
                .satisfies(refusal -> assertThat(refusal.remedy()).contains("[boards]"));
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> names.require(Optional.of(Path.of("/no/such"))))
                .withMessageContaining("/no/such");
    }
}
