package io.elbowatch.stream.intake;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Input records and rules of tests. */
final class Inputs {
    static final long NOON = 1_700_000_000_000L;
    static final int MAX_BYTES = 1 << 20;
    static final byte[] IMAGE = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0, 1, 2, (byte) 0xfe, (byte) 0xfb};

    private Inputs() {}

    static InputRecord record(byte[] key, byte[] value, Map<String, String> headers) {
        RecordHeaders all = new RecordHeaders();
        headers.forEach((name, text) -> all.add(name, text.getBytes(UTF_8)));
        return new InputRecord("images", 2, 17, key, value, all, NOON);
    }

    static InputRecord record(String value) {
        return record("line-1".getBytes(UTF_8), value.getBytes(UTF_8), Map.of());
    }

    /** The rules of a format with another source and id. */
    static IntakeRules rules(IntakeFormat format, String image, String source, String id, String timestamp) {
        IntakeRules usual = IntakeRules.of(format);
        return new IntakeRules(
                format,
                image,
                source.isEmpty() ? usual.source() : Places.parse(source),
                id.isEmpty() ? usual.id() : Places.parse(id),
                timestamp.isEmpty() ? usual.timestamp() : Places.parse(timestamp),
                usual.contentType(),
                usual.reference(),
                usual.hash());
    }

    static Intakes intakes(IntakeRules rules) {
        return new Intakes(new IntakeSettings(rules, Map.of(), MAX_BYTES, Optional.empty()));
    }
}
