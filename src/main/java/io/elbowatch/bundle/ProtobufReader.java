package io.elbowatch.bundle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over the fields of a protobuf message. It copies nothing and never reads beyond its message, whatever
 * lengths the message declares.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protobuf encoding</a>
 */
final class ProtobufReader {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private final byte[] file;
    private final int end;
    private int at;
    private int field;
    private int type;
    private long number;
    private int length;

    ProtobufReader(byte[] file) {
        this(file, 0, file.length);
    }

    private ProtobufReader(byte[] file, int from, int end) {
        this.file = file;
        this.at = from;
        this.end = end;
    }

    /** Moves to the next field, if there is one. @throws IllegalArgumentException if the bytes are not a field */
    boolean next() {
        if (type == BYTES) {
            at += length;
        }
        if (at == end) {
            type = VARINT;
            return false;
        }
        long tag = readVarint();
        field = (int) (tag >>> 3);
        type = (int) tag & 7;
        switch (type) {
            case VARINT -> number = readVarint();
            case FIXED_64 -> skip(8);
            case FIXED_32 -> skip(4);
            case BYTES -> {
                long declared = readVarint();
                if (declared < 0 || declared > end - at) {
                    throw broken("a field of " + declared + " bytes is longer than the message");
                }
                length = (int) declared;
            }
            default -> throw broken("a field has the unknown type " + type);
        }
        return true;
    }

    /** The number of the field. */
    int field() {
        return field;
    }

    /** Whether the field is a text, bytes, a message or packed numbers. */
    boolean isBytes() {
        return type == BYTES;
    }

    long number() {
        require(type == VARINT);
        return number;
    }

    ProtobufReader message() {
        require(isBytes());
        return new ProtobufReader(file, at, at + length);
    }

    String text() {
        require(isBytes());
        return new String(file, at, length, StandardCharsets.UTF_8);
    }

    /** The number of the field's bytes. */
    int length() {
        require(isBytes());
        return length;
    }

    /** All bytes of the message. Use it instead of {@link #next()}. */
    ByteBuffer bytes() {
        return ByteBuffer.wrap(file, at, end - at).slice();
    }

    /** The next packed number. Use it instead of {@link #next()}. */
    long nextPacked() {
        return readVarint();
    }

    boolean hasPacked() {
        return at < end;
    }

    private void skip(int bytes) {
        if (bytes > end - at) {
            throw broken("it ends too early");
        }
        at += bytes;
    }

    private long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw broken("it ends too early");
            }
            byte next = file[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw broken("a number has more than 10 bytes");
    }

    private void require(boolean holds) {
        if (!holds) {
            throw broken("field " + field + " has another type than in ONNX");
        }
    }

    private IllegalArgumentException broken(String problem) {
        return new IllegalArgumentException("is not an ONNX file: at byte " + at + " " + problem);
    }
}
