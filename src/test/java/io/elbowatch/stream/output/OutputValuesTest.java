package io.elbowatch.stream.output;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.registry.RegistrySettings;
import io.elbowatch.testing.StubRegistry;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutputValuesTest {
    private static final byte[] LABEL = ("{\"schema\":1,\"image\":{\"topic\":\"images\",\"partition\":2,\"offset\":17},"
                    + "\"label\":\"defect\",\"comment\":\"Kratzer \\\"tief\\\" {}\",\"by\":\"Süd\",\"at\":1795188380062}")
            .getBytes(UTF_8);

    private final OutputValues json = new OutputValues(OutputSettings.DEFAULT);
    private final OutputValues connect =
            new OutputValues(new OutputSettings(OutputFormat.CONNECT_JSON, Optional.empty()));

    @ParameterizedTest
    @EnumSource
    void shouldTakeThePayloadOutOfItsEnvelopeByteForByte(RecordKind kind) {
        byte[] value = connect.writer(kind, "topic").apply(LABEL);

        assertThat(new String(value, UTF_8))
                .startsWith("{\"schema\":{\"type\":\"struct\"")
                .endsWith("}}");
        assertThat(json.json(value)).isEqualTo(LABEL);
    }

    /** As other programs write it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":{\"type\":\"struct\",\"fields\":[]},\"payload\":%s}",
                " { \"payload\" : %s , \"schema\" : { \"type\" : \"struct\" } } ",
                "{\"schema\":{},\"payload\":%s,\"later\":[{\"payload\":{}}]}",
            })
    void shouldTakeThePayloadOutOfEveryEnvelope(String envelope) {
        // Begins with a blank: no JSON of this program does.
        byte[] value = envelope.strip().replace("%s", new String(LABEL, UTF_8)).getBytes(UTF_8);

        assertThat(json.json(value)).isEqualTo(LABEL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "null",
                "{\"schema\":1,\"payload\":{}}",
                "{\"schema\":{},\"payload\":1}",
                "{\"schema\":{},\"payload\":{\"a\":",
                "{\"schema\":{\"a\":1}}",
                "\0",
                "\0\0\0\0\0\0\0"
            })
    void shouldLeaveAnythingElseAsItIs(String text) {
        byte[] value = text.getBytes(UTF_8);

        assertThat(json.json(value)).isSameAs(value);
        assertThat(json.json(LABEL)).isSameAs(LABEL);
        assertThat(json.json(null)).isNull();
    }

    @Property
    void shouldThrowNothingWhateverTheBytes(@ForAll byte[] bytes) {
        byte[] begun = ("{\"schema\":{" + new String(bytes, UTF_8)).getBytes(UTF_8);

        assertThat(new OutputValues(OutputSettings.DEFAULT).json(bytes)).isNotNull();
        assertThat(new OutputValues(OutputSettings.DEFAULT).json(begun)).isNotNull();
    }

    @Test
    void shouldWriteAvroWithTheNumberOfItsSchemaAndReadItWithoutKnowingTheSchema() throws IOException {
        try (StubRegistry registry = new StubRegistry()) {
            registry.add("other", "\"string\"");
            byte[] value = avro(registry).writer(RecordKind.FEEDBACK, "labels").apply(LABEL);

            assertThat(registry.subjects()).containsExactly("other", "labels-value");
            assertThat(value).startsWith(0, 0, 0, 0, 1).hasSizeLessThan(LABEL.length);
            assertThat(avro(registry).json(value)).isEqualTo(LABEL);
        }
    }

    @Test
    void shouldReadAvroWhateverFormatIsSet() throws IOException {
        try (StubRegistry registry = new StubRegistry()) {
            byte[] value = avro(registry).writer(RecordKind.FEEDBACK, "labels").apply(LABEL);
            OutputValues later = new OutputValues(
                    new OutputSettings(OutputFormat.JSON, avroSettings(registry).registry()));

            assertThat(later.json(value)).isEqualTo(LABEL);
            assertThat(later.json(LABEL)).isSameAs(LABEL);
        }
    }

    @Test
    void shouldAskTheRegistryOnceForANumber() throws IOException {
        try (StubRegistry registry = new StubRegistry()) {
            byte[] value = avro(registry).writer(RecordKind.FEEDBACK, "labels").apply(LABEL);
            OutputValues reader = avro(registry);
            int before = registry.calls.size();
            byte[] unknown = {0, 0, 0, 0, 99, 1};
            for (int i = 0; i < 3; i++) {
                reader.json(value);
                assertThat(reader.json(unknown)).isSameAs(unknown);
            }

            assertThat(registry.calls.subList(before, registry.calls.size()))
                    .containsExactly("GET /schemas/ids/0 -", "GET /schemas/ids/99 -");
        }
    }

    @Test
    void shouldLeaveDamagedAvroAsItIs() throws IOException {
        try (StubRegistry registry = new StubRegistry()) {
            OutputValues avro = avro(registry);
            byte[] value = avro.writer(RecordKind.FEEDBACK, "labels").apply(LABEL);
            for (int length = 6; length < value.length; length++) {
                byte[] cut = Arrays.copyOf(value, length);
                assertThat(avro.json(cut)).as("%d bytes", length).isSameAs(cut);
            }
        }
    }

    @Test
    void shouldFailThePollWhileTheRegistryIsAway() throws IOException {
        StubRegistry registry = new StubRegistry();
        byte[] value = avro(registry).writer(RecordKind.FEEDBACK, "labels").apply(LABEL);
        OutputDeserializer deserializer = new OutputDeserializer(avro(registry), Set.of("labels"));
        registry.close();

        assertThatThrownBy(() -> deserializer.deserialize("labels", value))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("does not answer")
                .hasCauseInstanceOf(Refusal.class);
        assertThat(deserializer.deserialize("images", value))
                .as("an image may begin like Avro")
                .isSameAs(value);
    }

    private static OutputValues avro(StubRegistry registry) {
        return new OutputValues(avroSettings(registry));
    }

    private static OutputSettings avroSettings(StubRegistry registry) {
        return new OutputSettings(
                OutputFormat.AVRO,
                Optional.of(new RegistrySettings(registry.url(), Optional.empty(), Optional.empty())));
    }
}
