package io.elbowatch.stream.output;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Turns plain JSON into Avro and back: a zero, the number of the schema in a registry in four bytes, the binary encoding. A
 * field without a value is missing in JSON and null in Avro.
 */
final class AvroJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte MAGIC = 0;
    private static final int HEAD_BYTES = 1 + Integer.BYTES;
    /** Far above what the readers of records take. */
    private static final int MAX_DEPTH = 50;

    private AvroJson() {}

    /** @throws IllegalArgumentException when a field that the schema requires is missing */
    static byte[] write(Schema schema, int id, byte[] json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        out.writeBytes(ByteBuffer.allocate(HEAD_BYTES).put(MAGIC).putInt(id).array());
        try {
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            write(schema, JSON.readTree(json), encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON object", e);
        }
        return out.toByteArray();
    }

    /** Whether a value begins as {@link #write} begins it; no JSON does. */
    static boolean isAvro(byte[] value) {
        return value.length > HEAD_BYTES && value[0] == MAGIC;
    }

    /** The number of its schema. */
    static int id(byte[] value) {
        return ByteBuffer.wrap(value).getInt(1);
    }

    /** @throws IllegalArgumentException when the value is not of this schema, or has types that no record has */
    static byte[] read(Schema schema, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            read(
                    schema,
                    DecoderFactory.get().binaryDecoder(value, HEAD_BYTES, value.length - HEAD_BYTES, null),
                    json,
                    0);
        } catch (IOException | RuntimeException e) { // Avro throws both at damaged bytes
            throw new IllegalArgumentException("not of the schema " + schema.getFullName(), e);
        }
        return out.toByteArray();
    }

    private static void write(Schema schema, JsonNode json, BinaryEncoder out) throws IOException {
        switch (schema.getType()) {
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    JsonNode value = json.get(field.name());
                    if (value == null && field.schema().getType() != Schema.Type.UNION) {
                        throw new IllegalArgumentException("no field " + field.name());
                    }
                    write(field.schema(), value, out);
                }
            }
            case UNION -> { // of null and one type
                boolean present = json != null && !json.isNull();
                out.writeIndex(present ? 1 : 0);
                if (present) {
                    write(schema.getTypes().get(1), json, out);
                }
            }
            case ARRAY -> {
                out.writeArrayStart();
                out.setItemCount(json.size());
                for (JsonNode item : json) {
                    out.startItem();
                    write(schema.getElementType(), item, out);
                }
                out.writeArrayEnd();
            }
            case INT -> out.writeInt(json.intValue());
            case LONG -> out.writeLong(json.longValue());
            // Jackson writes infinities and NaN as text.
            case DOUBLE ->
                out.writeDouble(json.isTextual() ? Double.parseDouble(json.textValue()) : json.doubleValue());
            case BOOLEAN -> out.writeBoolean(json.booleanValue());
            case STRING -> out.writeString(json.textValue());
            default -> throw new IllegalArgumentException("no record has the type " + schema.getType());
        }
    }

    private static void read(Schema schema, BinaryDecoder in, JsonGenerator json, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("nested more than " + MAX_DEPTH + " times");
        }
        switch (schema.getType()) {
            case RECORD -> {
                json.writeStartObject();
                for (Schema.Field field : schema.getFields()) {
                    readField(field, in, json, depth);
                }
                json.writeEndObject();
            }
            case UNION -> read(schema.getTypes().get(in.readIndex()), in, json, depth + 1);
            case ARRAY -> {
                json.writeStartArray();
                for (long block = in.readArrayStart(); block > 0; block = in.arrayNext()) {
                    for (long i = 0; i < block; i++) {
                        read(schema.getElementType(), in, json, depth + 1);
                    }
                }
                json.writeEndArray();
            }
            case NULL -> json.writeNull();
            case INT -> json.writeNumber(in.readInt());
            case LONG -> json.writeNumber(in.readLong());
            case FLOAT -> json.writeNumber(in.readFloat());
            case DOUBLE -> json.writeNumber(in.readDouble());
            case BOOLEAN -> json.writeBoolean(in.readBoolean());
            case STRING -> json.writeString(in.readString());
            case ENUM -> json.writeString(schema.getEnumSymbols().get(in.readEnum()));
            default -> throw new IllegalArgumentException("no record has the type " + schema.getType());
        }
    }

    private static void readField(Schema.Field field, BinaryDecoder in, JsonGenerator json, int depth)
            throws IOException {
        Schema type = field.schema();
        if (type.getType() == Schema.Type.UNION) {
            type = type.getTypes().get(in.readIndex());
            if (type.getType() == Schema.Type.NULL) {
                return;
            }
        }
        json.writeFieldName(field.name());
        read(type, in, json, depth + 1);
    }
}
