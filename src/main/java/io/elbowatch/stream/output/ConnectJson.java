package io.elbowatch.stream.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The envelope of Connect's JsonConverter: an object of {@code schema} and {@code payload}. The payload is the plain JSON,
 * byte for byte.
 */
final class ConnectJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] ENVELOPE = "{\"schema\":{".getBytes(UTF_8);

    private final byte[] head; // all up to the payload

    ConnectJson(RecordKind kind) {
        head = ("{\"schema\":" + ConnectSchema.of(kind) + ",\"payload\":").getBytes(UTF_8);
    }

    /** The plain JSON in its envelope. */
    byte[] of(byte[] json) {
        byte[] value = Arrays.copyOf(head, head.length + json.length + 1);
        System.arraycopy(json, 0, value, head.length, json.length);
        value[value.length - 1] = '}';
        return value;
    }

    /** Whether a value is an envelope of this kind as {@link #of} writes it: found without reading the JSON. */
    private boolean wrote(byte[] value) {
        return value.length > head.length && Arrays.equals(value, 0, head.length, head, 0, head.length);
    }

    /** The plain JSON of an envelope, whoever wrote it; any other value as it is. @param known envelopes of this program */
    static byte[] payload(byte[] value, Iterable<ConnectJson> known) {
        if (value.length < ENVELOPE.length || value[0] != '{') {
            return value;
        }
        for (ConnectJson kind : known) {
            if (kind.wrote(value)) {
                return Arrays.copyOfRange(value, kind.head.length, value.length - 1);
            }
        }
        return isPlain(value) ? value : foreign(value);
    }

    /** The plain records of this program begin with the number of their schema. */
    private static boolean isPlain(byte[] value) {
        int number = ENVELOPE.length - 1;
        return Arrays.equals(value, 0, number, ENVELOPE, 0, number) && value[number] >= '0' && value[number] <= '9';
    }

    private static byte[] foreign(byte[] value) {
        try (JsonParser parser = JSON.createParser(value)) {
            boolean schema = false;
            int from = -1;
            int to = -1;
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                boolean object = parser.nextToken() == JsonToken.START_OBJECT;
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                if (name.equals("schema")) {
                    schema = object;
                } else if (name.equals("payload") && object) {
                    from = start;
                    to = (int) parser.currentLocation().getByteOffset();
                }
            }
            return schema && from >= 0 ? Arrays.copyOfRange(value, from, to) : value;
        } catch (IOException e) {
            return value; // the reader of plain JSON says what is wrong with it
        }
    }
}
