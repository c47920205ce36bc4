package io.elbowatch.stream.intake;

import io.elbowatch.core.Rejection.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads one image and some texts from a value in Avro's binary form, in one pass. It allocates nothing but what is wanted:
 * Avro's own reader allocates whatever length a value claims, so that a few bytes could end the process.
 */
final class AvroFields {
    /** Records within records; schemas may refer to themselves. */
    private static final int MAX_DEPTH = 64;

    private static final int MAX_VARINT_BYTES = 10;

    private final int maxBytes;
    private final byte[] in;
    private final int end;
    private final Found found = new Found();
    private int at;
    private int left; // items that may still come; those without bytes could otherwise be any number

    private AvroFields(byte[] in, int from, int maxBytes) {
        this.in = in;
        this.at = from;
        this.end = in.length;
        this.left = in.length;
        this.maxBytes = maxBytes;
    }

    /** @throws UnfitRecordException when the value is not of this schema, or what is wanted is not there as wanted */
    static Contents read(Schema schema, Wanted wanted, byte[] value, int from, int maxBytes)
            throws UnfitRecordException {
        AvroFields fields = new AvroFields(value, from, maxBytes);
        fields.value(schema, wanted, 0);
        if (fields.at < fields.end) {
            throw bad();
        }
        return fields.found.contents();
    }

    private static UnfitRecordException bad() {
        return UnfitRecordException.envelope("the value is not of its schema");
    }

    /** @param wanted null where nothing of it is wanted */
    private void value(Schema schema, Wanted wanted, int depth) throws UnfitRecordException {
        if (depth > MAX_DEPTH) {
            throw UnfitRecordException.envelope("the value has more than " + MAX_DEPTH + " levels");
        }
        switch (schema.getType()) {
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    value(field.schema(), below(wanted, field.name()), depth + 1);
                }
            }
            case ARRAY -> items(schema.getElementType(), wanted, false, depth);
            case MAP -> items(schema.getValueType(), wanted, true, depth);
            case UNION -> value(of(schema.getTypes()), wanted, depth + 1);
            case BYTES -> bytes(length(), wanted);
            case FIXED -> bytes(fixed(schema.getFixedSize()), wanted);
            case STRING -> string(length(), wanted);
            case ENUM -> text(wanted, of(schema.getEnumSymbols()));
            case INT, LONG -> text(wanted, Long.toString(varint()));
            case FLOAT -> text(wanted, Float.toString(number(Float.BYTES).getFloat()));
            case DOUBLE -> text(wanted, Double.toString(number(Double.BYTES).getDouble()));
            case BOOLEAN -> text(wanted, Boolean.toString(number(1).get() != 0));
            case NULL -> {}
        }
    }

    private static Wanted below(Wanted wanted, String step) {
        return wanted == null ? null : wanted.below(step);
    }

    private <T> T of(List<T> choices) throws UnfitRecordException {
        long index = varint();
        if (index < 0 || index >= choices.size()) {
            throw bad();
        }
        return choices.get((int) index);
    }

    private void items(Schema schema, Wanted wanted, boolean keys, int depth) throws UnfitRecordException {
        int index = 0;
        for (long count = varint(); count != 0; count = varint()) {
            if (count < 0) {
                varint(); // the bytes of the block
                count = -count;
            }
            if (count < 0 || count > left) {
                throw bad();
            }
            left -= (int) count;
            for (long i = 0; i < count; i++) {
                String step = keys ? utf8(length()) : Integer.toString(index++);
                value(schema, below(wanted, step), depth + 1);
            }
        }
    }

    private void bytes(int length, Wanted wanted) throws UnfitRecordException {
        if (wanted != null && wanted.image() != null) {
            found.requireFirst(wanted.image());
            if (length > maxBytes) {
                throw new UnfitRecordException(
                        Reason.TOO_MANY_BYTES,
                        wanted.image() + " has " + length + " bytes, but image.max-bytes allows " + maxBytes);
            }
            found.image(new ImageText(Arrays.copyOfRange(in, at, at + length), null));
        }
        if (wanted != null && wanted.text() != null) {
            found.text(wanted.text(), new String(in, at, length, UTF_8));
        }
        at += length;
    }

    private void string(int length, Wanted wanted) throws UnfitRecordException {
        if (wanted != null && wanted.image() != null) {
            found.requireFirst(wanted.image());
            found.image(ImageText.decode(in, at, length, maxBytes, wanted.image()));
        }
        if (wanted != null && wanted.text() != null) {
            found.text(wanted.text(), new String(in, at, length, UTF_8));
        }
        at += length;
    }

    private void text(Wanted wanted, String text) throws UnfitRecordException {
        if (wanted != null && wanted.image() != null) {
            throw UnfitRecordException.noImage(wanted.image() + " is neither bytes nor text");
        }
        if (wanted != null && wanted.text() != null) {
            found.text(wanted.text(), text);
        }
    }

    private String utf8(int length) {
        String text = new String(in, at, length, UTF_8);
        at += length;
        return text;
    }

    private ByteBuffer number(int bytes) throws UnfitRecordException {
        ByteBuffer number = ByteBuffer.wrap(in, at, fixed(bytes)).order(ByteOrder.LITTLE_ENDIAN);
        at += bytes;
        return number;
    }

    /** The length of bytes that follow. @throws UnfitRecordException when there are fewer */
    private int length() throws UnfitRecordException {
        return fixed(varint());
    }

    private int fixed(long length) throws UnfitRecordException {
        if (length < 0 || length > end - at) {
            throw bad();
        }
        return (int) length;
    }

    /** A number of seven bits a byte, the lowest first; its sign is the lowest bit. */
    private long varint() throws UnfitRecordException {
        long bits = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            if (at >= end) {
                throw bad();
            }
            byte one = in[at++];
            bits |= (long) (one & 0x7f) << 7 * i;
            if (one >= 0) {
                return bits >>> 1 ^ -(bits & 1);
            }
        }
        throw bad();
    }
}
