package io.elbowatch.core.image;

/**
 * TIFF 6.0, section 13: LZW with codes of 9 to 12 bits, the most significant bit first, each width left one code early.
 * The order of bits of files before 1992 is an error, as is a code that stands for nothing.
 */
final class TiffLzw extends TiffBlock {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST = 258;
    private static final int MAX_CODES = 1 << 12;

    private final byte[] value;
    private final int end;
    private final short[] before = new short[MAX_CODES]; // the string without its last byte, as a code
    private final byte[] last = new byte[MAX_CODES];
    private final byte[] string = new byte[MAX_CODES]; // its end is what is still to be handed out
    private int at;
    private int pending;
    private int bits;
    private int bitCount;
    private int width = 9;
    private int next = FIRST;
    private int previous = -1;
    private boolean ended;

    TiffLzw(byte[] value, int from, int length) {
        this.value = value;
        this.at = from;
        this.end = from + length;
        for (int i = 0; i < CLEAR; i++) {
            last[i] = (byte) i;
            before[i] = -1;
        }
    }

    @Override
    int fill(byte[] into, int from, int length) throws UnfitImageException {
        if (pending == 0) {
            decode();
        }
        int count = Math.min(pending, length);
        System.arraycopy(string, MAX_CODES - pending, into, from, count);
        pending -= count;
        return count;
    }

    /** Leaves the string of the next code, or nothing at the end. */
    private void decode() throws UnfitImageException {
        int code = code();
        if (code == CLEAR) {
            width = 9;
            next = FIRST;
            previous = -1;
            while (code == CLEAR) {
                code = code();
            }
        }
        if (code == END) {
            return;
        }
        boolean unknown = previous < 0 ? code > END : code > next;
        if (unknown || next == MAX_CODES) {
            throw UnfitImageException.undecodable(
                    "the TIFF's image data are damaged: an LZW code that stands for nothing");
        }
        if (previous < 0) {
            push(code);
        } else {
            if (code == next) {
                push(previous);
                byte first = string[MAX_CODES - pending];
                System.arraycopy(string, MAX_CODES - pending, string, MAX_CODES - pending - 1, pending);
                string[MAX_CODES - 1] = first;
                pending++;
            } else {
                push(code);
            }
            before[next] = (short) previous;
            last[next] = string[MAX_CODES - pending];
            next++;
            if (next == (1 << width) - 1 && width < 12) {
                width++;
            }
        }
        previous = code;
    }

    private void push(int from) {
        pending = 0;
        for (int code = from; code >= 0; code = before[code]) {
            pending++;
            string[MAX_CODES - pending] = last[code];
        }
    }

    /** The next code; the end where the bytes end. */
    private int code() {
        while (bitCount < width && at < end) {
            bits = bits << 8 | value[at++] & 0xff;
            bitCount += 8;
        }
        if (ended || bitCount < width) {
            return END;
        }
        bitCount -= width;
        int code = bits >>> bitCount & (1 << width) - 1;
        ended = code == END;
        return code;
    }
}
