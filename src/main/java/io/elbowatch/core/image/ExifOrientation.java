package io.elbowatch.core.image;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The orientation that the EXIF data of an image ask viewers for: 1 for none, 2 to 8 for turned or mirrored. It stands
 * in an APP1 segment of a JPEG before its first scan, in the chunk eXIf of a PNG, in the first directory of a TIFF. That
 * of XMP is ignored. The training reads it in the same way.
 */
public final class ExifOrientation {
    /** As stored, and the answer for a file that says nothing. */
    public static final int NONE = 1;

    static final int LAST = 8;

    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};
    private static final int PNG_EXIF = 0x65584966;
    private static final int PNG_END = 0x49454e44;
    private static final int PNG_SIGNATURE = 8; // bytes

    private ExifOrientation() {}

    /** @param value the file, which may be damaged or no image */
    public static int of(byte[] value) {
        return exif(value)
                .flatMap(TiffDirectory::of)
                .map(TiffDirectory::orientation)
                .orElse(NONE);
    }

    private static Optional<ByteBuffer> exif(byte[] value) {
        ByteBuffer file = ByteBuffer.wrap(value);
        return ImageFormat.magic(value).flatMap(format -> switch (format) {
            case JPEG -> ofJpeg(file);
            case PNG -> ofPng(file);
            case TIFF -> Optional.of(file);
            case BMP, RAW -> Optional.empty();
        });
    }

    private static Optional<ByteBuffer> ofJpeg(ByteBuffer file) {
        int at = 2;
        while (at + 4 <= file.limit() && file.get(at) == (byte) 0xff && file.get(at + 1) != (byte) 0xda) {
            int size = file.getShort(at + 2) & 0xffff;
            if (file.get(at + 1) == (byte) 0xe1 && size >= 2 + EXIF.length && at + 2 + size <= file.limit()) {
                ByteBuffer segment = file.slice(at + 4, size - 2);
                if (segment.slice(0, EXIF.length).equals(ByteBuffer.wrap(EXIF))) {
                    return Optional.of(segment.slice(EXIF.length, size - 2 - EXIF.length));
                }
            }
            at += 2 + size;
        }
        return Optional.empty();
    }

    private static Optional<ByteBuffer> ofPng(ByteBuffer file) {
        long at = PNG_SIGNATURE;
        while (at + 8 <= file.limit()) {
            long length = file.getInt((int) at) & 0xffff_ffffL;
            int type = file.getInt((int) at + 4);
            if (at + 8 + length > file.limit() || type == PNG_END) {
                return Optional.empty();
            }
            if (type == PNG_EXIF) {
                return Optional.of(file.slice((int) at + 8, (int) length));
            }
            at += 8 + length + 4;
        }
        return Optional.empty();
    }
}
