package io.elbowatch.settings;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.intake.IntakeFormat;
import io.elbowatch.stream.intake.IntakeRules;
import io.elbowatch.stream.intake.IntakeSettings;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IntakeReaderTest {

    @Test
    void shouldTakeValuesThatAreTheImagesByDefault() {
        IntakeSettings intake = load();

        assertThat(intake.of("images")).isEqualTo(IntakeRules.RAW);
        assertThat(intake.rules()).isEqualTo(IntakeRules.RAW);
        assertThat(intake.maxBytes()).isEqualTo(16 << 20);
    }

    @Test
    void shouldReadOneTableForAllTopicsWithValuesOfSingleOnes() {
        IntakeSettings intake = load(
                "topics.images=images,line-2,line-3",
                "intake.format=json, line-2=raw,line-3 = cloudevents",
                "intake.image=/frame/jpeg, line-3=/a,b",
                "intake.source=/camera or key, line-2=constant:press 4, left, line-3=attribute:subject",
                "intake.timestamp=images=/at",
                "intake.id=/n",
                "image.max-bytes=1MiB");

        assertThat(intake.of("images").format()).isEqualTo(IntakeFormat.JSON);
        assertThat(intake.of("images").image()).isEqualTo("/frame/jpeg");
        assertThat(intake.of("images").source()).hasToString("/camera or key");
        assertThat(intake.of("images").timestamp()).hasToString("/at");
        assertThat(intake.of("line-2").format()).isEqualTo(IntakeFormat.RAW);
        assertThat(intake.of("line-2").source()).hasToString("constant:press 4, left");
        assertThat(intake.of("line-2").id()).as("it has no fields").hasToString("");
        assertThat(intake.of("images").id()).hasToString("/n");
        assertThat(intake.of("line-3").image()).isEqualTo("/a,b");
        assertThat(intake.of("line-3").source()).hasToString("attribute:subject");
        assertThat(intake.of("line-3").id()).hasToString("/n");
        assertThat(intake.of("of a command").format()).isEqualTo(IntakeFormat.JSON);
        assertThat(intake.maxBytes()).isEqualTo(1 << 20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "intake.format=protobuf | allowed is raw, base64, json",
                "intake.format=json,line-9=raw | intake.format names line-9, which is no topic of topics.images",
                "intake.format=images=json,images=raw | allowed is raw",
                "intake.source=camera | allowed is key, topic, topic-partition, header:NAME",
                "intake.source=/camera | leads into a value with fields, but intake.format of images is raw",
                "intake.source=attribute:source | is of a CloudEvent, but intake.format of images is raw",
                "intake.timestamp=key | 'key' does not have it; a header, a pointer or an attribute may",
                "intake.content-type=topic | 'topic' does not have it",
                "intake.image=image | allowed is a JSON pointer",
                "intake.image=/image | intake.image of images has no effect: intake.format is raw",
                "intake.format=avro | intake.format = avro needs registry.url",
            })
    void shouldRefuseWhatContradictsItself(String flag, String expected) {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> load(flag)).withMessageContaining(expected);
    }

    private static IntakeSettings load(String... flags) {
        return SettingsLoader.load(
                        Stream.of(flags)
                                .map(flag -> new Given(
                                        flag.substring(0, flag.indexOf('=')),
                                        flag.substring(flag.indexOf('=') + 1),
                                        "--set"))
                                .toList(),
                        Optional.empty(),
                        Map.of())
                .stream()
                .flow()
                .intake();
    }
}
