package io.elbowatch.core.image;

import java.util.zip.CRC32;

/**
 * A cursor over the chunks of a PNG. The current chunk lies wholly in the value; a critical chunk also has the right
 * checksum.
 */
final class PngChunks {
    static final int IHDR = 0x49484452;
    static final int PLTE = 0x504c5445;
    static final int IDAT = 0x49444154;
    static final int IEND = 0x49454e44;

    private static final int SIGNATURE_BYTES = 8;
    private static final int ANCILLARY = 0x20000000;

    private final byte[] value;
    private final CRC32 crc = new CRC32();
    private int offset;
    private int length;
    private int next = SIGNATURE_BYTES;

    PngChunks(byte[] value) {
        this.value = value;
    }

    /** Moves to the next chunk. Returns false after IEND; a file that ends before IEND is an error. */
    boolean next() throws UnfitImageException {
        if (next > SIGNATURE_BYTES && type() == IEND) {
            return false;
        }
        int left = value.length - next;
        long size = left < 12 ? 0 : intAt(next) & 0xffffffffL;
        if (left < 12 || size > left - 12) {
            throw UnfitImageException.undecodable(
                    "the PNG breaks off at byte " + value.length + " before its IEND chunk");
        }
        length = (int) size;
        offset = next + 8;
        next = offset + length + 4;
        checkSum();
        return true;
    }

    private void checkSum() throws UnfitImageException {
        if ((type() & ANCILLARY) != 0) {
            return;
        }
        crc.reset();
        crc.update(value, offset - 4, length + 4);
        if ((int) crc.getValue() != intAt(offset + length)) {
            throw UnfitImageException.undecodable(
                    "the PNG chunk at byte " + (offset - 8) + " has a wrong checksum: the image is damaged");
        }
    }

    /** The type of the chunk: its four letters, big-endian. */
    int type() {
        return intAt(offset - 4);
    }

    /** The offset of the chunk's content in the value. */
    int offset() {
        return offset;
    }

    /** The number of bytes of the chunk's content. */
    int length() {
        return length;
    }

    int valueLength() {
        return value.length;
    }

    int unsignedByte(int at) {
        return value[offset + at] & 0xff;
    }

    long unsignedInt(int at) {
        return intAt(offset + at) & 0xffffffffL;
    }

    private int intAt(int at) {
        return (value[at] & 0xff) << 24
                | (value[at + 1] & 0xff) << 16
                | (value[at + 2] & 0xff) << 8
                | value[at + 3] & 0xff;
    }
}
