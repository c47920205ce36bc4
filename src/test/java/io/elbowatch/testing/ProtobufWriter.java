package io.elbowatch.testing;

import java.io.ByteArrayOutputStream;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Writes a protobuf message field by field. */
public final class ProtobufWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public ProtobufWriter number(int field, long number) {
        varint((long) field << 3);
        varint(number);
        return this;
    }

    public ProtobufWriter text(int field, String text) {
        return bytes(field, text.getBytes(UTF_8));
    }

    public ProtobufWriter message(int field, ProtobufWriter message) {
        return bytes(field, message.out.toByteArray());
    }

    public ProtobufWriter bytes(int field, byte[] bytes) {
        varint((long) field << 3 | 2);
        varint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    private void varint(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    public byte[] array() {
        return out.toByteArray();
    }
}
