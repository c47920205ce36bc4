package io.elbowatch.lab.rig;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DataFolderTest {

    @Test
    void shouldPreferElbowatchData() {
        Map<String, String> environment = Map.of("ELBOWATCH_DATA", "/data", "ELBOWATCH_HOME", "/opt/elbowatch");

        assertThat(DataFolder.of(environment).path()).isEqualTo(Path.of("/data"));
    }

    @Test
    void shouldLieNextToTheInstallation() {
        assertThat(DataFolder.of(Map.of("ELBOWATCH_HOME", "/opt/elbowatch")).path())
                .isEqualTo(Path.of("/opt/elbowatch/../shared/data"));
    }

    @Test
    void shouldLieNextToTheWorkingFolderElse() {
        assertThat(DataFolder.of(Map.of()).path()).isEqualTo(Path.of("../shared/data"));
        assertThat(DataFolder.of(Map.of("ELBOWATCH_DATA", "nowhere")).file(DataFolder.FASHION_MNIST))
                .isEmpty();
    }
}
