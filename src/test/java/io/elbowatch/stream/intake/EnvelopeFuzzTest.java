package io.elbowatch.stream.intake;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static io.elbowatch.stream.intake.Inputs.record;
import static io.elbowatch.stream.intake.Inputs.rules;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/** Fuzzes all envelopes. The first byte chooses the format and the headers, so that the fuzzer controls them, too. */
class EnvelopeFuzzTest {
    private static final int MAX_BYTES = 1_000;
    private static final String SCHEMA = "{\"type\":\"record\",\"name\":\"F\",\"fields\":["
            + "{\"name\":\"image\",\"type\":[\"null\",\"bytes\",\"string\"]},"
            + "{\"name\":\"at\",\"type\":{\"type\":\"array\",\"items\":\"long\"}},"
            + "{\"name\":\"next\",\"type\":[\"null\",\"F\"]}]}";
    private static final List<Map<String, String>> HEADERS = List.of(
            Map.of(),
            Map.of("ce_specversion", "1.0", "ce_source", "s", "content-type", "application/json"),
            Map.of("content-type", "application/cloudevents+json"),
            Map.of("content-type", "image/png", "ce_specversion", "1.0"));

    static Stream<byte[]> values() {
        return Stream.of(
                of(1, "data:image/png;base64,AAAA"),
                of(1, "A A=\r\n="),
                of(2, "{\"image\":\"AAAA\",\"id\":1e5,\"at\":\"2023-11-14T22:13:21Z\",\"x\":[[{}]]}"),
                of(2, "\0\0\0\0\7{\"image\":\"\\u0041A==\"}"),
                of(2, "\u00ef\u00bb\u00bf{\"image\":\"AAAA\"}"),
                of(2, "[".repeat(1_000)),
                of(8, "{\"image\":\"AAAA\",\"at\":7}"),
                of(13, "{\"specversion\":\"1.0\",\"data_base64\":\"AAAA\",\"source\":\"s\",\"data\":{\"at\":1}}"),
                of(4, "\0\0\0\0\7\2\4ab\2\2\0\0"),
                of(4, "\0\0\0\0\7\2\u00fe\u00ff\u00ff\u00ff\17"));
    }

    @MethodSource("values")
    @FuzzTest
    void shouldAnswerAnyValue(byte[] input) {
        if (input.length == 0) {
            return;
        }
        IntakeFormat[] formats = IntakeFormat.values();
        IntakeFormat format = formats[(input[0] & 0xff) % formats.length];
        Map<String, String> headers = HEADERS.get((input[0] & 0xff) / formats.length % HEADERS.size());
        IntakeRules rules = rules(
                format,
                "/image",
                format.hasFields() ? "/source or key" : "key",
                format.hasFields() ? "/id" : "header:id",
                format.hasFields() ? "/at or /at/0" : "header:at");

        Arrival arrival = intake(rules).read(record(null, Arrays.copyOfRange(input, 1, input.length), headers));

        if (arrival instanceof Arrival.Refused refused) {
            assertThat(refused.rejection().detail()).matches("[ -;=-~…]*");
        } else {
            Arrival.Image image = (Arrival.Image) arrival;
            assertThat(image.timestampMillis()).isNotNegative();
            assertThat(image.bytes().length).isLessThanOrEqualTo(Math.max(MAX_BYTES + 2, input.length));
        }
    }

    private static Intake intake(IntakeRules rules) {
        return rules.format() == IntakeFormat.AVRO
                ? new FieldIntake(rules, new AvroEnvelope(rules, MAX_BYTES, id -> Optional.of(SCHEMA), () -> 0))
                : new Intakes(new IntakeSettings(rules, Map.of(), MAX_BYTES, Optional.empty())).of("images");
    }

    /** @param latin bytes as characters */
    private static byte[] of(int choice, String latin) {
        byte[] value = latin.getBytes(ISO_8859_1);
        byte[] input = new byte[1 + value.length];
        input[0] = (byte) choice;
        System.arraycopy(value, 0, input, 1, value.length);
        return input;
    }
}
