package io.elbowatch.lab.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BrokerProgramTest {
    @TempDir
    private Path jars;

    @Test
    void shouldTellTheVersionByTheJars() throws Exception {
        Files.createFile(jars.resolve("kafka-clients-4.1.0.jar"));
        Files.createFile(jars.resolve("kafka_2.13-4.2.2.jar"));

        assertThat(BrokerProgram.of(jars).version()).contains("4.2.2");
        assertThat(BrokerProgram.ofThisBuild("a.jar").version()).isEmpty();
    }

    @Test
    void shouldRefuseAFolderWithoutABroker() throws Exception {
        Files.createFile(jars.resolve("kafka-clients-4.1.0.jar"));

        assertThatThrownBy(() -> BrokerProgram.of(jars))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no kafka_*.jar is in " + jars);
        assertThatThrownBy(() -> BrokerProgram.of(jars.resolve("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot read the jars");
    }
}
