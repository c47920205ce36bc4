package io.elbowatch.settings;

import io.elbowatch.core.image.DecodeLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class PrecedenceTest {
    @TempDir
    Path folder;

    static Stream<Arguments> oneSettingOfEachType() {
        return Stream.of(
                of(SettingsTable.APPLICATION_ID, s -> s.stream().applicationId(), "a", "b", "c"),
                of(SettingsTable.THREADS, s -> s.stream().threads(), "2", "3", "4"),
                of(SettingsTable.IMAGE_STRICT, s -> s.decode().strict(), "false", "true", "false"),
                of(SettingsTable.IMAGE_MAX_PIXELS, s -> s.decode().maxPixels(), "20", "30", "40"),
                of(SettingsTable.ALPHA, Settings::alpha, "0.2", "0.3", "0.4"),
                of(SettingsTable.TOPICS_CREATE, s -> s.stream().createTopics(), "true", "false", "true"),
                of(SettingsTable.BATCH_LINGER, s -> s.stream().flow().batch().linger(), "20ms", "30ms", "PT0.04S"),
                of(SettingsTable.IMAGE_MAX_BYTES, s -> s.decode().maxBytes(), "1KiB", "2k", "40"),
                of(SettingsTable.PROVIDER, Settings::provider, "cpu", "cuda:1", "tensorrt"),
                of(SettingsTable.DECIDE, Settings::decider, "elbo", "kl", "local"),
                of(
                        SettingsTable.GUARANTEE,
                        s -> s.stream().guarantee(),
                        "at_least_once",
                        "exactly_once_v2",
                        "at_least_once"),
                of(
                        SettingsTable.BOOTSTRAP_SERVERS,
                        s -> s.stream().kafka().get("bootstrap.servers"),
                        "a:1",
                        "b:2",
                        "c:3"));
    }

    private static Arguments of(
            Setting<?> setting, Function<Settings, Object> reading, String file, String environment, String flag) {
        return Arguments.of(setting, reading, file, environment, flag);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oneSettingOfEachType")
    void shouldLetFlagsBeatEnvironmentBeatFileBeatDefault(
            Setting<?> setting, Function<Settings, Object> reading, String file, String environment, String flag)
            throws IOException {
        Path written = Files.writeString(folder.resolve("elbowatch.properties"), setting.key() + "=" + file);
        Map<String, String> variables = Map.of(setting.environmentName(), environment);
        List<Given> flags = List.of(new Given(setting.key(), flag, setting.flag()));

        Object byDefault = reading.apply(SettingsLoader.load(List.of(), Optional.empty(), Map.of()));
        Object byFile = reading.apply(SettingsLoader.load(List.of(), Optional.of(written), Map.of()));
        Object byEnvironment = reading.apply(SettingsLoader.load(List.of(), Optional.of(written), variables));
        Object byFlag = reading.apply(SettingsLoader.load(flags, Optional.of(written), variables));

        assertThat(byDefault).isEqualTo(expected(setting, reading, null));
        assertThat(byFile).isEqualTo(expected(setting, reading, file)).isNotEqualTo(byDefault);
        assertThat(byEnvironment)
                .isEqualTo(expected(setting, reading, environment))
                .isNotEqualTo(byFile);
        assertThat(byFlag).isEqualTo(expected(setting, reading, flag)).isNotEqualTo(byEnvironment);
    }

    /** The same value as the only one given. */
    private static Object expected(Setting<?> setting, Function<Settings, Object> reading, String value) {
        List<Given> flags = value == null ? List.of() : List.of(new Given(setting.key(), value, "alone"));
        return reading.apply(SettingsLoader.load(flags, Optional.empty(), Map.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oneSettingOfEachType")
    void shouldSayWhereTheValueCameFrom(
            Setting<?> setting, Function<Settings, Object> reading, String file, String environment, String flag) {
        Settings settings =
                SettingsLoader.load(List.of(), Optional.empty(), Map.of(setting.environmentName(), environment));

        assertThat(settings.describe().lines())
                .filteredOn(line -> line.startsWith(setting.key() + " = "))
                .singleElement()
                .asString()
                .contains(environment)
                .endsWith("# " + setting.environmentName());
    }

    @Test
    void shouldLetTheDefaultsOfACommandBeatDefaultsAlone() {
        Map<String, String> ofCommand = Map.of("threads", "2", "bundle", "boards");
        Map<String, String> variables = Map.of("ELBOWATCH_BUNDLE", "mine");

        Settings settings = SettingsLoader.load(ofCommand, List.of(), Optional.empty(), variables);

        assertThat(settings.stream().threads()).isEqualTo(2);
        assertThat(settings.bundle()).contains(Path.of("mine"));
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void shouldHaveTheDocumentedDefault(Function<Settings, Object> reading, Object expected) {
        assertThat(reading.apply(SettingsLoader.load(List.of(), Optional.empty(), Map.of())))
                .isEqualTo(expected);
    }

    static Stream<Arguments> defaults() {
        return Stream.of(
                is(s -> s.bundle(), Optional.empty()),
                is(s -> s.stream().flow().batch().linger(), Duration.ofMillis(50)),
                is(s -> s.stream().flow().batch().maxBytes(), 64L << 20),
                is(s -> s.decode(), DecodeLimits.DEFAULT),
                is(s -> s.http().port(), 9464),
                is(s -> s.stream().kafka(), Map.of("bootstrap.servers", "localhost:9092")));
    }

    private static Arguments is(Function<Settings, Object> reading, Object expected) {
        return Arguments.of(reading, expected);
    }
}
