package io.elbowatch.stream.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WebhookSettingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com/services/T/B",
                "http://127.0.0.1:8080/",
                "http://localhost/x",
                "http://[::1]:9/x"
            })
    void shouldTrustTlsAndThisMachine(String url) {
        assertThat(WebhookSettings.isAddress(URI.create(url))).isTrue();
        assertThat(WebhookSettings.isSecure(URI.create(url))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/",
                "http://10.0.0.7/",
                "http://127.0.0.1.example.com/",
                "http://localhost.example.com/"
            })
    void shouldNotTrustPlainHttpToOthers(String url) {
        assertThat(WebhookSettings.isSecure(URI.create(url))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/",
                "file:/etc/passwd",
                "https:/path",
                "mailto:a@b",
                "host",
                "https://user:word@host/",
                "https://host/#part"
            })
    void shouldTakeNoOtherAddress(String url) {
        assertThatThrownBy(() -> settings(url, Optional.empty())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldPrintNoSecret() {
        WebhookSettings settings =
                settings("https://hooks.example.com/services/T0KEN?k=T0KEN", Optional.of("very-secret-words"));

        assertThat(settings.toString())
                .isEqualTo("WebhookSettings[https://hooks.example.com, signed=true]")
                .doesNotContain("T0KEN", "secret-words");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sixteen-letters!", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
    void shouldSignWithAWordOrWithBase64(String secret) {
        assertThat(WebhookSettings.isSecret(secret)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_no Base64 at all", "whsec_AAAA"})
    void shouldNotSignWithBrokenBase64(String secret) {
        assertThat(WebhookSettings.isSecret(secret)).isFalse();
    }

    /** The example of the Standard Webhooks specification and its libraries. */
    @Test
    void shouldSignAsTheStandardSays() {
        assertThat(new Signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                        .of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}".getBytes(UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    private static WebhookSettings settings(String url, Optional<String> secret) {
        return new WebhookSettings(URI.create(url), secret, Duration.ofSeconds(2), Duration.ofHours(1));
    }
}
