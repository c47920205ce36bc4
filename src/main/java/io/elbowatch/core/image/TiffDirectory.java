package io.elbowatch.core.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The first directory (IFD) of a TIFF, which EXIF data have, too: numbers by tag. It lies in the bytes that it was read
 * from, and so does every array of numbers that it returns.
 */
final class TiffDirectory {
    static final int ORIENTATION = 0x0112;

    private static final int HEADER_BYTES = 8;
    private static final int ENTRY_BYTES = 12;
    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    private final ByteBuffer tiff;
    private final int first;
    private final int entries;

    private TiffDirectory(ByteBuffer tiff, int first, int entries) {
        this.tiff = tiff;
        this.first = first;
        this.entries = entries;
    }

    /** TIFF 6.0, section 2: byte order, 42, the offset of the first directory; its count, then its entries. */
    static Optional<TiffDirectory> of(ByteBuffer bytes) {
        ByteBuffer tiff = bytes.slice();
        if (tiff.limit() < HEADER_BYTES) {
            return Optional.empty();
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long at = tiff.getInt(4) & 0xffff_ffffL;
        if (at < HEADER_BYTES || at + 2 > tiff.limit()) {
            return Optional.empty();
        }
        int first = (int) at + 2;
        int entries = tiff.getShort(first - 2) & 0xffff;
        return (long) first + (long) entries * ENTRY_BYTES > tiff.limit()
                ? Optional.empty()
                : Optional.of(new TiffDirectory(tiff, first, entries));
    }

    boolean littleEndian() {
        return tiff.order() == ByteOrder.LITTLE_ENDIAN;
    }

    boolean has(int tag) {
        return entry(tag) >= 0;
    }

    /** The only or first number of a tag, or another one where the tag is missing. */
    long number(int tag, long otherwise) throws UnfitImageException {
        return has(tag) ? numbers(tag, 1)[0] : otherwise;
    }

    /** How many numbers a tag has; 0 where it is missing. */
    long count(int tag) {
        int entry = entry(tag);
        return entry < 0 ? 0 : tiff.getInt(entry + 4) & 0xffff_ffffL;
    }

    /** The first numbers of a tag. One that has fewer, or that are no unsigned integers of the file, is an error. */
    long[] numbers(int tag, int wanted) throws UnfitImageException {
        int entry = entry(tag);
        int type = entry < 0 ? 0 : tiff.getShort(entry + 2);
        int bytes = type == BYTE ? 1 : type == SHORT ? 2 : type == LONG ? 4 : 0;
        long count = count(tag);
        long at = count * bytes <= 4 ? entry + 8 : tiff.getInt(entry + 8) & 0xffff_ffffL;
        if (bytes == 0 || wanted > count || at + (long) wanted * bytes > tiff.limit()) {
            throw UnfitImageException.undecodable(
                    "the TIFF's tag " + tag + " is missing, or its numbers do not lie in the file");
        }
        long[] numbers = new long[wanted];
        for (int i = 0; i < wanted; i++) {
            int from = (int) at + i * bytes;
            numbers[i] = bytes == 1
                    ? tiff.get(from) & 0xff
                    : bytes == 2 ? tiff.getShort(from) & 0xffff : tiff.getInt(from) & 0xffff_ffffL;
        }
        return numbers;
    }

    /** EXIF's orientation, a single short number: 1 to 8, and 1 for none and for others. */
    int orientation() {
        int entry = entry(ORIENTATION);
        if (entry < 0 || tiff.getShort(entry + 2) != SHORT) {
            return ExifOrientation.NONE;
        }
        int orientation = tiff.getShort(entry + 8) & 0xffff;
        return orientation > ExifOrientation.LAST ? ExifOrientation.NONE : Math.max(ExifOrientation.NONE, orientation);
    }

    /** The offset of the first entry of a tag, or -1. */
    private int entry(int tag) {
        for (int entry = first; entry < first + entries * ENTRY_BYTES; entry += ENTRY_BYTES) {
            if ((tiff.getShort(entry) & 0xffff) == tag) {
                return entry;
            }
        }
        return -1;
    }
}
