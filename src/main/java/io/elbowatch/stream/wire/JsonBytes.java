package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.util.Arrays;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * JSON in UTF-8 that grows in one array, which all records reuse. Names, brackets and commas are the caller's; texts and
 * numbers are written as by Jackson and {@link Decimals}. Used by one thread.
 */
final class JsonBytes {
    private static final int MAX_LONG_BYTES = 20;

    private final JsonStringEncoder texts = JsonStringEncoder.getInstance();
    private byte[] bytes = new byte[1024];
    private int length;

    /** JSON as it is. */
    JsonBytes put(byte[] json) {
        return put(json, 0, json.length);
    }

    JsonBytes put(byte[] json, int from, int size) {
        makeRoom(size);
        System.arraycopy(json, from, bytes, length, size);
        length += size;
        return this;
    }

    /** A text between quotation marks, escaped. */
    JsonBytes text(String text) {
        return put(quoted(text, texts));
    }

    /** A text of printable ASCII without quotation marks and backslashes, which needs no escape. */
    JsonBytes plainText(byte[] ascii) {
        makeRoom(ascii.length + 2);
        bytes[length++] = '"';
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
        bytes[length++] = '"';
        return this;
    }

    JsonBytes number(long number) {
        makeRoom(MAX_LONG_BYTES);
        length = NumberOutput.outputLong(number, bytes, length);
        return this;
    }

    /** As {@link Decimals#write}. */
    JsonBytes decimal(double number) {
        if (!Decimals.takes(number)) {
            return put(shortest(number));
        }
        makeRoom(Decimals.MAX_BYTES);
        length = Decimals.put(number, bytes, length);
        return this;
    }

    /** A number in its shortest digits, or NaN and infinities between quotation marks, as Jackson writes them. */
    static byte[] shortest(double number) {
        String digits = NumberOutput.toString(number, true);
        return (NumberOutput.notFinite(number) ? '"' + digits + '"' : digits).getBytes(US_ASCII);
    }

    /** A text between quotation marks, escaped. */
    static byte[] quoted(String text) {
        return quoted(text, JsonStringEncoder.getInstance());
    }

    private static byte[] quoted(String text, JsonStringEncoder encoder) {
        byte[] escaped = encoder.quoteAsUTF8(text);
        byte[] quoted = new byte[escaped.length + 2];
        quoted[0] = '"';
        System.arraycopy(escaped, 0, quoted, 1, escaped.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    /** JSON that never changes. */
    static byte[] constant(String json) {
        return json.getBytes(UTF_8);
    }

    /** A copy of what was written since the last {@link #clear}. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    void clear() {
        length = 0;
    }

    private void makeRoom(int size) {
        if (bytes.length - length < size) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + size));
        }
    }
}
