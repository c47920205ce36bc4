package io.elbowatch.settings;

import io.elbowatch.core.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RefusedSettingsTest {
    @TempDir
    Path folder;

    @Test
    void shouldRefuseEverythingAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("e.properties"), "batch.lingr=1s\nthreads=0\nthreads=1\n");

        String message = refusal(
                Stream.of("alpha=2", "topics.scores=images", "kafka.application.id=x", "kafka.linger.ms=soon"),
                Optional.of(file),
                Map.of("ELBOWATCH_DECIDE", "luck", "ELBOWATCH_BANDLE", "boards"));

        assertThat(message)
                .contains("unknown setting batch.lingr (" + file + "); did you mean batch.linger?")
                .contains("threads is given twice")
                .contains("alpha = '2' (--set): allowed is a number between 0 and 1, both excluded")
                .contains("must all differ")
                .contains("kafka.application.id (--set) is not to be set: set 'application-id'")
                .contains("Kafka refuses kafka.linger.ms (--set)")
                .contains(
                        "decide = 'luck' (ELBOWATCH_DECIDE): allowed is default, elbo, reconstruction, kl, local or density")
                .contains("unknown setting bandle (ELBOWATCH_BANDLE); did you mean bundle?")
                .startsWith("8 settings cannot be used");
    }

    @ParameterizedTest
    @CsvSource({
        "topics.create=ture, true or false",
        "threads=many, a whole number",
        "threads=0, must lie between 1 and 1024",
        "batch.linger=50, a duration such as",
        "batch.linger=0ms, at least 1ms",
        "image.max-bytes=16MB, a number of bytes such as",
        "image.max-bytes=3GiB, below 2GiB",
        "http.port=70000, between 0 and 65535",
        "incidents.false-alarm-images=100, between 10000 and",
        "incidents.silence=50ms, 'must be 0s, for none, or at least 1s'",
        "incidents.forget=5m, longer than incidents.silence",
        "incidents.max-sources=0, between 1 and",
        "provider=tpu, 'auto, cpu, cuda, tensorrt or webgpu'",
        "provider=webgpu:1, 'auto, cpu, cuda, tensorrt or webgpu'",
        "alpha=NaN, between 0 and 1",
        "alpha=, is empty",
        "kafka.bootstrap.servers=, is empty",
        "bootstrap.servers=a:1, did you mean kafka.bootstrap.servers?",
        "kafka.boostrap.servers=a:1, did you mean kafka.bootstrap.servers?",
        "kafka.producer.acks=1, 'guarantee' decides it",
        "kafka.security.protocol=TSL, Kafka refuses kafka.security.protocol",
        "kafka.commit.interval.ms=20, batch.linger = 50 ms is useless under exactly_once_v2",
        "batch.linger=2s, raise kafka.commit.interval.ms",
        "kafka.transaction.timeout.ms=100, must exceed kafka.commit.interval.ms = 100",
        "kafka.commit.interval.ms=10000, must exceed",
    })
    void shouldRefuseAndSayWhatIsAllowed(String flag, String expected) {
        assertThat(refusal(Stream.of(flag), Optional.empty(), Map.of())).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "tensorrt", "webgpu"})
    void shouldRefuseAMemoryLimitForOtherProviders(String provider) {
        assertThat(refusal(Stream.of("provider=" + provider, "provider.memory=1GiB"), Optional.empty(), Map.of()))
                .contains("provider.memory limits the memory of cuda; that of " + provider + " cannot be limited");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka.ssl.key.password", "kafka.sasl.jaas.config", "kafka.request.timeout.ms.password"})
    void shouldNeverShowASecret(String key) {
        Settings settings =
                load(Stream.of(key + "=a.Login required password=\"hunter2\";"), Optional.empty(), Map.of());

        assertThat(settings.toString() + settings.describe() + settings.summary())
                .contains(key)
                .doesNotContain("hunter2");
    }

    /** A log event is a line. */
    @Test
    void shouldShowCertificatesInOneLine() {
        assertThat(load(Stream.of("kafka.ssl.truststore.certificates=BEGIN\nEND\n"), Optional.empty(), Map.of())
                        .summary())
                .contains("kafka.ssl.truststore.certificates=BEGIN END")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka.ssl.keystore.pasword", "kafka.password", "passwort"})
    void shouldNotShowTheValueOfAMisspeltSecret(String key) {
        assertThat(refusal(Stream.of(key + "=hunter2", "threads=0"), Optional.empty(), Map.of()))
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo hunter2", "foo required password=a hunter2;", "hunter2"})
    void shouldNotShowWhatKafkaStumblesOnInASecret(String jaas) {
        assertThat(refusal(Stream.of("kafka.sasl.jaas.config=" + jaas), Optional.empty(), Map.of()))
                .contains("Kafka refuses kafka.sasl.jaas.config", "it must read")
                .doesNotContain("hunter2");
    }

    @Test
    void shouldRefuseAMissingSettingsFile() {
        assertThat(refusal(Stream.of(), Optional.of(folder.resolve("none")), Map.of()))
                .contains("there is no settings file");
        assertThat(refusal(Stream.of(), Optional.of(folder), Map.of())).contains("cannot be read");
        assertThat(refusal(Stream.of(), Optional.empty(), Map.of("ELBOWATCH_CONFIG", "/no/such")))
                .contains("/no/such");
    }

    @Test
    void shouldLetALingerPassThatCommitsDoNotCutShort() {
        assertThat(load(Stream.of("batch.linger=2s", "guarantee=at_least_once"), Optional.empty(), Map.of()).stream()
                        .flow()
                        .batch()
                        .linger())
                .hasSeconds(2);
        assertThat(
                        load(Stream.of("batch.linger=2s", "kafka.commit.interval.ms=2000"), Optional.empty(), Map.of())
                                .stream()
                                .flow()
                                .batch()
                                .linger())
                .hasSeconds(2);
    }

    @Test
    void shouldPassKafkasOwnSettingsThrough() {
        Settings settings = load(
                Stream.of("kafka.my.interceptor.colour=red", "kafka.sasl.jaas.config=${file:/run/secrets/kafka:jaas}"),
                Optional.empty(),
                Map.of(
                        "ELBOWATCH_KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                        "ELBOWATCH_KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM", ""));

        assertThat(settings.stream().kafka())
                .containsEntry("my.interceptor.colour", "red")
                .containsEntry("sasl.jaas.config", "${file:/run/secrets/kafka:jaas}")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("ssl.endpoint.identification.algorithm", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ELBOWATCH_HOME",
                "ELBOWATCH_DATA",
                "ELBOWATCH_JAVA_OPTS",
                "ELBOWATCH_SERVICE_HOST",
                "ELBOWATCH_PORT",
                "ELBOWATCH_PORT_9464_TCP_ADDR",
                "ELBOWATCH_SERVICE_PORT_HTTP",
                "PATH"
            })
    void shouldIgnoreVariablesThatAreNoSettings(String name) {
        assertThat(load(Stream.of(), Optional.empty(), Map.of(name, "x")).summary())
                .isEmpty();
    }

    @Test
    void shouldTakeAnEmptyVariableForNone() {
        Map<String, String> empty = Map.of("ELBOWATCH_ALPHA", "", "ELBOWATCH_KAFKA_BOOTSTRAP_SERVERS", "");

        assertThat(load(Stream.of(), Optional.empty(), empty).alpha()).isEmpty();
    }

    private String refusal(Stream<String> flags, Optional<Path> file, Map<String, String> environment) {
        List<Given> given = given(flags);
        return assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> SettingsLoader.load(given, file, environment))
                .actual()
                .getMessage();
    }

    private static Settings load(Stream<String> flags, Optional<Path> file, Map<String, String> environment) {
        return SettingsLoader.load(given(flags), file, environment);
    }

    private static List<Given> given(Stream<String> flags) {
        return flags.map(flag -> flag.split("=", 2))
                .map(parts -> new Given(parts[0], parts[1], "--set"))
                .toList();
    }
}
