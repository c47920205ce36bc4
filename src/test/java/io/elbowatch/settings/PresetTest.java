package io.elbowatch.settings;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.Guarantee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PresetTest {
    private static final String COMMIT = "commit.interval.ms";

    @TempDir
    Path folder;

    @Test
    void shouldSetWhatNobodySet() {
        Settings settings = load(Map.of("ELBOWATCH_PRESET", "latency"));

        assertThat(settings.stream().kafka())
                .containsEntry(
                        COMMIT,
                        Preset.LATENCY.settings(Guarantee.EXACTLY_ONCE_V2).get("kafka.commit.interval.ms"));
        assertThat(settings.stream().flow().batch().linger())
                .isEqualTo(DurationText.parse(
                        Preset.LATENCY.settings(Guarantee.EXACTLY_ONCE_V2).get("batch.linger")));
    }

    @Test
    void shouldYieldToAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("elbowatch.properties"), "kafka.commit.interval.ms=70");

        Settings settings = SettingsLoader.load(List.of(), Optional.of(file), Map.of("ELBOWATCH_PRESET", "latency"));

        assertThat(settings.stream().kafka()).containsEntry(COMMIT, "70");
    }

    @Test
    void shouldYieldToTheEnvironmentWhereverThePresetItselfIsChosen() {
        List<Given> flags = List.of(new Given("preset", "latency", "--preset"));

        Settings settings =
                SettingsLoader.load(flags, Optional.empty(), Map.of("ELBOWATCH_KAFKA_COMMIT_INTERVAL_MS", "70"));

        assertThat(settings.stream().kafka()).containsEntry(COMMIT, "70");
    }

    @Test
    void shouldComeBeforeTheDefaultsOfACommand() {
        Settings settings = SettingsLoader.load(
                Map.of("batch.linger", "7ms"), List.of(), Optional.empty(), Map.of("ELBOWATCH_PRESET", "latency"));

        assertThat(settings.effective())
                .filteredOn(given -> given.key().equals("batch.linger"))
                .singleElement()
                .extracting(Given::origin)
                .isEqualTo("preset latency");
    }

    /** Of a setting with the prefix of a client and without Kafka takes the former, which would be the preset's. */
    @Test
    void shouldYieldToAKafkaSettingOfAllClients() {
        Settings settings = load(Map.of("ELBOWATCH_PRESET", "latency", "ELBOWATCH_KAFKA_LINGER_MS", "1"));

        assertThat(settings.stream().kafka()).containsEntry("linger.ms", "1").doesNotContainKey("producer.linger.ms");
    }

    @Test
    void shouldCheckWhatItComesToWithTheRest() {
        assertThatThrownBy(() -> load(Map.of("ELBOWATCH_PRESET", "latency", "ELBOWATCH_BATCH_LINGER", "80ms")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("batch.linger = 80 ms is useless");
    }

    /** At least once, results do not wait for commits. */
    @ParameterizedTest
    @EnumSource(Preset.class)
    void shouldLeaveCommitsAloneAtLeastOnce(Preset preset) {
        Settings settings = load(Map.of("ELBOWATCH_PRESET", preset.label(), "ELBOWATCH_GUARANTEE", "at_least_once"));

        assertThat(settings.stream().kafka()).doesNotContainKey(COMMIT);
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void shouldHoldSettingsThatWorkTogether(Preset preset) {
        assertThat(load(Map.of("ELBOWATCH_PRESET", preset.label())).stream()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = Preset.class,
            names = {"LATENCY", "EARLY", "THROUGHPUT"})
    void shouldBeNamedInTheSummaryOfTheStart(Preset preset) {
        assertThat(load(Map.of("ELBOWATCH_PRESET", preset.label())).summary()).contains("preset=" + preset.label());
    }

    @Test
    void shouldTellAnUnknownPresetOnce() {
        assertThatThrownBy(() -> load(Map.of("ELBOWATCH_PRESET", "fast")))
                .isInstanceOf(Refusal.class)
                .message()
                .startsWith("preset = 'fast' (ELBOWATCH_PRESET): allowed is balanced, latency, early or throughput");
    }

    private static Settings load(Map<String, String> environment) {
        return SettingsLoader.load(List.of(), Optional.empty(), environment);
    }
}
