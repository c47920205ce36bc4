package io.elbowatch.settings;

import io.elbowatch.core.Refusal;
import io.elbowatch.traces.TracesSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
                .contains("alpha = '2' (--set): allowed is a number, between 0 and 1, both excluded")
                .contains("must all differ")
                .contains("kafka.application.id (--set) must not be set: set 'application-id'")
                .contains("Kafka refuses kafka.linger.ms (--set)")
                .contains(
                        "decide = 'luck' (ELBOWATCH_DECIDE): allowed is default, elbo, reconstruction, kl, local or density")
                .contains("unknown setting bandle (ELBOWATCH_BANDLE); did you mean bundle?")
                .startsWith("8 settings cannot be used");
    }

    @ParameterizedTest
    @CsvSource({
        "topics.create=ture, true or false",
        "topics.images=a b, topic names",
        "batch.max-images=4097, 1 to 4096",
        "batch.max-bytes=0, at least 1 byte",
        "image.max-bytes=0, at least 1 byte and below 2GiB",
        "image.max-pixels=0, at least 1",
        "evidence.per-minute=-1, at least 0",
        "restarts.max=-1, at least 0",
        "restarts.window=0s, longer than 0s",
        "metrics.max-sources=10001, 0 to 10000",
        "incidents.forget=59s, at least 60s",
        "provider.memory=0, at least 1 byte",
        "http.tls.certificate=c.pem, http.tls.key is missing",
        "http.tls.key=k.pem, http.tls.certificate is missing",
        "http.user=a:b, no colon",
        "threads=many, a whole number",
        "threads=0, '(--set): allowed is a whole number, 1 to 1024'",
        "batch.linger=50, a duration such as",
        "batch.linger=0ms, at least 1ms",
        "image.max-bytes=16MB, a number of bytes such as",
        "image.max-bytes=3GiB, below 2GiB",
        "http.port=70000, 0 to 65535",
        "output.format=xml, 'json, connect-json or avro'",
        "output.format=avro, output.format = avro needs registry.url",
        "registry.url=kafka:8081, an http or https address",
        "registry.user=a, registry.user and registry.password belong together",
        "registry.password=hunter22, registry.user and registry.password belong together",
        "incidents.false-alarm-images=100, 10000 to 1000000000000",
        "incidents.silence=50ms, '0s (never), or at least 1s'",
        "incidents.forget=5m, longer than incidents.silence",
        "incidents.max-sources=0, 1 to 10000000",
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
        "traces.endpoint=collector:4318, an http or https address",
        "traces.endpoint=https://user@collector, an http or https address",
        "traces.sample=1.1, 0 to 1",
        "traces.headers=api-key=sesame, traces.endpoint is missing",
        "traces.headers=sesame, 'NAME=VALUE, separated by commas'",
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
                .contains("provider.memory limits the memory of cuda only, not of " + provider);
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

    @ParameterizedTest
    @CsvSource({
        "http.password=short, at least 8 characters",
        "http.token=short, at least 8 characters",
        "http.users=anna:short, lines name:password",
        "http.token=with space, 'letters, digits and ._~+/-'",
    })
    void shouldRefuseWeakCredentialsWithoutShowingThem(String flag, String expected) {
        assertThat(refusal(Stream.of(flag), Optional.empty(), Map.of()))
                .contains("= '********' (--set): allowed is", expected)
                .doesNotContain(flag.substring(flag.indexOf('=') + 1));
    }

    @Test
    void shouldRefuseToSendHeadersWhereOthersCanReadThem() {
        assertThat(refusal(
                        Stream.of("traces.endpoint=http://collector:4318", "traces.headers=api-key=hunter22"),
                        Optional.empty(),
                        Map.of()))
                .contains("traces.endpoint is plain http to another machine", "use https")
                .doesNotContain("hunter22");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://collector:4318", "http://localhost:4318", "http://[::1]:4318/otlp"})
    void shouldSendHeadersWhereOthersCannot(String endpoint) {
        TracesSettings traces = load(
                        Stream.of(
                                "traces.endpoint=" + endpoint,
                                "traces.headers=api-key=hunter22, Authorization=Basic aGk=",
                                "traces.sample=1"),
                        Optional.empty(),
                        Map.of())
                .traces()
                .orElseThrow();

        assertThat(traces.headers())
                .containsOnly(Map.entry("api-key", "hunter22"), Map.entry("Authorization", "Basic aGk="));
        assertThat(traces.sample()).isEqualTo(1);
        assertThat(traces.toString()).doesNotContain("hunter22");
    }

    @Test
    void shouldRecordNothingByDefault() {
        assertThat(load(Stream.empty(), Optional.empty(), Map.of()).traces()).isEmpty();
    }

    @Test
    void shouldRefuseToLetOtherMachinesInWithoutTlsAndCredentials() {
        String tls = "http.tls.certificate and http.tls.key";
        String secrets = "http.password, http.users or http.token";
        String insecure = "; or http.insecure = true";
        List<String> encrypted = List.of("http.tls.certificate=c.pem", "http.tls.key=k.pem");

        assertThat(refusal(Stream.of("http.host=0.0.0.0"), Optional.empty(), Map.of()))
                .contains("http.host = 0.0.0.0 lets other machines in: set " + tls + ", and " + secrets + insecure);
        assertThat(refusal(Stream.concat(Stream.of("http.host=::"), encrypted.stream()), Optional.empty(), Map.of()))
                .contains("http.host = :: lets other machines in: set " + secrets + insecure);
        assertThat(refusal(Stream.of("http.host=::", "http.token=hunter22"), Optional.empty(), Map.of()))
                .contains("http.host = :: lets other machines in: set " + tls + insecure);
    }

    /** Records check their components, too. The ranges of the table must lie within what they accept. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "threads=1",
                "threads=1024",
                "batch.max-images=1",
                "batch.max-images=4096",
                "batch.max-bytes=1",
                "batch.linger=1ms",
                "image.max-bytes=1",
                "image.max-bytes=2147483647",
                "image.max-pixels=1",
                "image.max-pixels=9223372036854775807",
                "evidence.per-minute=0",
                "incidents.false-alarm-images=10000",
                "incidents.false-alarm-images=1000000000000",
                "incidents.silence=0s",
                "incidents.silence=1s",
                "incidents.forget=600001ms",
                "incidents.max-sources=1",
                "incidents.max-sources=10000000",
                "restarts.max=0",
                "restarts.window=PT0.000000001S",
                "http.port=0",
                "http.port=65535",
                "metrics.max-sources=0",
                "metrics.max-sources=10000",
                "provider.memory=1",
                "http.password=12345678",
                "http.token=1234567=",
            })
    void shouldAcceptTheBoundsOfARange(String flag) {
        String key = flag.substring(0, flag.indexOf('='));

        assertThat(load(Stream.of(flag), Optional.empty(), Map.of()).describe()).contains(key + " = ");
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

    @Test
    void shouldReadFilesThatBeginWithAByteOrderMark() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "\uFEFFhunter2\r\n");
        Path file = Files.writeString(folder.resolve("e.properties"), "\uFEFFthreads=3\r\n");

        Settings settings = load(Stream.of("kafka.ssl.key.password=file:" + secret), Optional.of(file), Map.of());

        assertThat(settings.stream().threads()).isEqualTo(3);
        assertThat(settings.stream().kafka()).containsEntry("ssl.key.password", "hunter2");
    }

    @Test
    void shouldNameTheCharsetOfAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("e.properties"), "threads=3\n", StandardCharsets.UTF_16);

        assertThat(refusal(Stream.of(), Optional.of(file), Map.of())).contains(file + " is not in UTF-8");
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
