package io.elbowatch.stream.registry;

import io.elbowatch.core.Refusal;
import io.elbowatch.testing.StubRegistry;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SchemaRegistryTest {
    private static final String SCHEMA = "{\"type\":\"record\",\"name\":\"A\",\"fields\":[]}";

    @AutoClose
    private final StubRegistry stub = new StubRegistry();

    private final SchemaRegistry registry =
            new SchemaRegistry(new RegistrySettings(stub.url(), Optional.empty(), Optional.empty()));

    SchemaRegistryTest() throws IOException {}

    @Test
    void shouldRegisterASchemaOnce() {
        int id = registry.id("scores-value", SCHEMA);

        assertThat(registry.id("scores-value", SCHEMA)).isEqualTo(id);
        assertThat(stub.subjects()).containsExactly("scores-value");
        assertThat(stub.calls)
                .containsExactly(
                        "POST /subjects/scores-value -",
                        "POST /subjects/scores-value/versions -",
                        "POST /subjects/scores-value -");
    }

    @Test
    void shouldGiveTheSchemaOfANumber() {
        int id = stub.add("x", SCHEMA);

        assertThat(registry.schema(id)).contains(SCHEMA);
        assertThat(registry.schema(id + 1)).isEmpty();
    }

    @Test
    void shouldShowThePasswordToTheRegistryAlone() {
        RegistrySettings settings =
                new RegistrySettings(URI.create(stub.url() + "/"), Optional.of("u"), Optional.of("secret"));

        new SchemaRegistry(settings).id("a/b", SCHEMA);

        assertThat(stub.calls.get(0)).isEqualTo("POST /subjects/a%2Fb Basic dTpzZWNyZXQ=");
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void shouldRefuseWhatTheRegistryRefuses() {
        stub.refuseWith(409);

        assertThatThrownBy(() -> registry.id("scores-value", SCHEMA))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("scores-value")
                .hasMessageContaining("HTTP 409")
                .hasMessageContaining("incompatible");
    }

    @Test
    void shouldRefuseWithoutAnAnswer() {
        stub.close();

        assertThatThrownBy(() -> registry.schema(0))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.remedy()).contains("registry.url"))
                .hasMessageContaining("does not answer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://host", "http:///path", "http://u:p@host", "https://host/?a=b", "https://host/#a", "host"})
    void shouldTakeAddressesOfServersAlone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RegistrySettings(URI.create(text), Optional.empty(), Optional.empty()));
    }
}
