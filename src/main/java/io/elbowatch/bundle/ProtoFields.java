package io.elbowatch.bundle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over the fields of a message in protobuf's encoding. It copies nothing, and reads nothing outside of its message, whatever the
 * message says of itself.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protobuf's encoding</a>
 */
final class ProtoFields {
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

    ProtoFields(byte[] file) {
        this(file, 0, file.length);
    }

    private ProtoFields(byte[] file, int from, int end) {
        this.file = file;
        this.at = from;
        this.end = end;
    }

    /** Steps to the next field, if there is one. @throws IllegalArgumentException when the bytes are no fields */
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
                    throw broken("a field of " + declared + " bytes reaches beyond its end");
                }
                length = (int) declared;
            }
            default -> throw broken("a field has the type " + type + ", which there is none of");
        }
        return true;
    }

    /** The field's number. */
    int field() {
        return field;
    }

    /** Whether it is a text, bytes, a message or packed numbers. */
    boolean isBytes() {
        return type == BYTES;
    }

    long number() {
        require(type == VARINT);
        return number;
    }

    ProtoFields message() {
        require(isBytes());
        return new ProtoFields(file, at, at + length);
    }

    String text() {
        require(isBytes());
        return new String(file, at, length, StandardCharsets.UTF_8);
    }

    /** Where its bytes begin in the file. */
    int offset() {
        require(isBytes());
        return at;
    }

    /** How many bytes it has. */
    int length() {
        require(isBytes());
        return length;
    }

    /** The bytes of the whole message: instead of {@link #next()}. */
    ByteBuffer rest() {
        return ByteBuffer.wrap(file, at, end - at).slice();
    }

    /** The next of packed numbers: instead of {@link #next()}. */
    long packed() {
        return readVarint();
    }

    boolean hasPacked() {
        return at < end;
    }

    private void skip(int bytes) {
        if (bytes > end - at) {
            throw broken("it breaks off");
        }
        at += bytes;
    }

    private long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw broken("it breaks off");
            }
            byte next = file[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw broken("a number has no end");
    }

    private void require(boolean holds) {
        if (!holds) {
            throw broken("field " + field + " has another type than in ONNX");
        }
    }

    private IllegalArgumentException broken(String problem) {
        return new IllegalArgumentException("is no ONNX file: at byte " + at + " " + problem);
    }
}
