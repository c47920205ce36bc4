package io.elbowatch.stream.intake;

import java.util.List;

/**
 * JSON with an image as base64 text or as a data URL. A registry's header of five bytes before the JSON is skipped: JSON
 * tells its own fields, so that the schema is not needed.
 */
final class JsonEnvelope implements Envelope {
    /** A zero byte and the number of the schema. */
    static final int REGISTRY_HEADER = 5;

    private final JsonFields fields;

    JsonEnvelope(IntakeRules rules, int maxBytes) {
        fields = new JsonFields(List.of(rules.image()), rules.pointers(), maxBytes);
    }

    @Override
    public Contents open(InputRecord record) throws UnfitRecordException {
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            return Contents.ofImage(value, null); // its reference may be in a header
        }
        int from = value[0] == 0 && value.length > REGISTRY_HEADER ? REGISTRY_HEADER : 0;
        return fields.read(value, from, value.length - from);
    }
}
