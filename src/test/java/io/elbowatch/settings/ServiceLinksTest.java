package io.elbowatch.settings;

import io.elbowatch.core.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Kubernetes sets variables for every service of the namespace, also for those whose names begin with elbowatch. */
class ServiceLinksTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "LINE2_", "HTTP_", "KAFKA_", "LINE_2_WEB_"})
    void shouldTakeNoServiceLinkForASetting(String service) {
        String name = "ELBOWATCH_" + service;

        Settings settings = load(Map.of(
                name + "SERVICE_HOST", "10.0.0.7",
                name + "SERVICE_PORT", "8080",
                name + "SERVICE_PORT_METRICS", "8080",
                name + "PORT", "tcp://10.0.0.7:8080",
                name + "PORT_8080_TCP", "tcp://10.0.0.7:8080",
                name + "PORT_8080_TCP_PROTO", "tcp",
                name + "PORT_8080_TCP_PORT", "8080",
                name + "PORT_8080_TCP_ADDR", "10.0.0.7"));

        assertThat(settings.http().port()).isEqualTo(9464);
        assertThat(settings.summary()).isEmpty();
    }

    @Test
    void shouldReadTheSettingThatHasTheNameOfALink() {
        assertThat(load(Map.of("ELBOWATCH_HTTP_PORT", "8080")).http().port()).isEqualTo(8080);
    }

    @Test
    void shouldRefuseATypingErrorThatOnlyLooksLikeALink() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> load(Map.of("ELBOWATCH_HTP_PORT", "8080")))
                .withMessageContaining("did you mean http.port?");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> load(Map.of("ELBOWATCH_HTTP_PROT", "tcp://10.0.0.7:8080")));
    }

    private static Settings load(Map<String, String> environment) {
        return SettingsLoader.load(List.of(), Optional.empty(), environment);
    }
}
