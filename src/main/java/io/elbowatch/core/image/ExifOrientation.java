package io.elbowatch.core.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The orientation that the EXIF data of a JPEG ask viewers for: 1 for none, 2 to 8 for turned or mirrored. It has no
 * effect on the pixels that are scored, which are those of the file.
 */
public final class ExifOrientation {
    /** As stored, and the answer for a file that says nothing. */
    public static final int NONE = 1;

    private static final int LAST = 8;
    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int ENTRY_BYTES = 12;
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};

    private ExifOrientation() {}

    /** @param value the file, which may be damaged or no JPEG */
    public static int of(byte[] value) {
        if (value.length < 2 || value[0] != (byte) 0xff || value[1] != (byte) 0xd8) {
            return NONE;
        }
        ByteBuffer file = ByteBuffer.wrap(value);
        int at = 2;
        while (at + 4 <= value.length && value[at] == (byte) 0xff && value[at + 1] != (byte) 0xda) {
            int size = file.getShort(at + 2) & 0xffff;
            if (value[at + 1] == (byte) 0xe1 && size >= 2 + EXIF.length && at + 2 + size <= value.length) {
                ByteBuffer segment = file.slice(at + 4, size - 2);
                if (segment.slice(0, EXIF.length).equals(ByteBuffer.wrap(EXIF))) {
                    return ofTiff(segment.slice(EXIF.length, size - 2 - EXIF.length));
                }
            }
            at += 2 + size;
        }
        return NONE;
    }

    /** TIFF 6.0, section 2: byte order, 42, the offset of the first directory; its count, then its entries. */
    private static int ofTiff(ByteBuffer tiff) {
        if (tiff.limit() < 8) {
            return NONE;
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = tiff.getInt(4) & 0xffff_ffffL;
        if (directory + 2 > tiff.limit()) {
            return NONE;
        }
        int first = (int) directory + 2;
        int entries = Math.min(tiff.getShort(first - 2) & 0xffff, (tiff.limit() - first) / ENTRY_BYTES);
        for (int entry = first; entry < first + entries * ENTRY_BYTES; entry += ENTRY_BYTES) {
            if ((tiff.getShort(entry) & 0xffff) == TAG && tiff.getShort(entry + 2) == SHORT) {
                int orientation = tiff.getShort(entry + 8) & 0xffff;
                return orientation > LAST ? NONE : Math.max(NONE, orientation);
            }
        }
        return NONE;
    }
}
