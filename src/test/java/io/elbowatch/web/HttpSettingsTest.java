package io.elbowatch.web;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HttpSettingsTest {
    private static final Optional<TlsFiles> TLS = TlsFiles.of(Optional.of("c.pem"), Optional.of("k.pem"));
    private static final Optional<Credentials> CREDENTIALS =
            Credentials.of("elbowatch", Optional.of("hunter22"), Optional.empty());

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"})
    void shouldLetThisMachineInUnasked(String host) {
        assertThatCode(() -> new HttpSettings(host, 0, true)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.5", "elbowatch.example", "127.0.0.1.example", "localhost.example"})
    void shouldRefuseToLetOthersInUnlessSomebodySaysSo(String host) {
        String refusal = "host " + host + " lets other machines in: it needs tls and credentials, or insecure";
        assertThatThrownBy(() -> new HttpSettings(host, 0, true)).hasMessage(refusal);
        assertThatThrownBy(() -> with(host, TLS, Optional.empty(), false)).hasMessage(refusal);
        assertThatThrownBy(() -> with(host, Optional.empty(), CREDENTIALS, false))
                .hasMessage(refusal);
        assertThatCode(() -> with(host, TLS, CREDENTIALS, false)).doesNotThrowAnyException();
        assertThatCode(() -> with(host, Optional.empty(), Optional.empty(), true))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseACertificateWithoutAKey() {
        assertThatThrownBy(() -> TlsFiles.of(Optional.of("c.pem"), Optional.empty()))
                .hasMessageContaining("the key is missing");
    }

    @Test
    void shouldRefuseSecretsThatAreGuessedOrCannotBeSent() {
        assertThatThrownBy(() -> Credentials.of("u", Optional.of("short"), Optional.empty()))
                .hasMessage("password must have at least 8 characters");
        assertThatThrownBy(() -> Credentials.of("u", Optional.empty(), Optional.of("with space")))
                .hasMessageContaining("token")
                .hasMessageNotContaining("with space");
        assertThatThrownBy(() -> Credentials.of("a:b", Optional.of("hunter22"), Optional.empty()))
                .hasMessageContaining("user");
    }

    @Test
    void shouldSayNothingOfTheSecrets() {
        assertThat(with("127.0.0.1", TLS, CREDENTIALS, false).toString()).doesNotContain("hunter22");
    }

    private static HttpSettings with(
            String host, Optional<TlsFiles> tls, Optional<Credentials> credentials, boolean insecure) {
        return new HttpSettings(host, 0, true, new HttpAccess(tls, credentials, insecure));
    }
}
