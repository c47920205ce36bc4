package io.elbowatch.settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.ssl.key.password",
                "kafka.ssl.keystore.key",
                "kafka.producer.ssl.keystore.key",
                "kafka.sasl.jaas.config",
                "kafka.interceptor.apikey",
                "kafka.interceptor.api.key",
                "kafka.interceptor.api-key.value",
                "kafka.interceptor.apiKey",
                "kafka.login.private.key",
                "kafka.login.accessKey",
                "kafka.login.key",
                "http.token",
                "http.users",
                "traces.headers",
            })
    void shouldHideWhatMayBeASecret(String key) {
        assertThat(Secrets.shown(key, "hunter2")).isEqualTo(Secrets.MASK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http.tls.key",
                "http.tls.certificate",
                "kafka.key.deserializer",
                "kafka.default.key.serde",
                "kafka.partitioner.ignore.keys",
                "kafka.ssl.keystore.location",
                "kafka.ssl.keymanager.algorithm",
                "kafka.ssl.truststore.type",
                "kafka.monkey.business",
                "kafka.client.rack",
            })
    void shouldShowWhatIsNone(String key) {
        assertThat(Secrets.shown(key, "shown")).isEqualTo("shown");
    }

    @Test
    void shouldShowAValueInOnePrintableLine() {
        assertThat(Secrets.shown("kafka.client.rack", "a\nb\u001B[2J")).isEqualTo("a b\\u001b[2J");
    }
}
