package io.elbowatch.testing.hostile;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Fixes the checksums of a PNG that a test has changed, so that the decoder reaches the change itself. */
public final class PngChecksums {
    private PngChecksums() {}

    public static void fix(byte[] png) {
        ByteBuffer buffer = ByteBuffer.wrap(png);
        CRC32 crc = new CRC32();
        int at = 8;
        while (at <= png.length - 12) {
            int length = buffer.getInt(at);
            if (length < 0 || length > png.length - at - 12) {
                return;
            }
            crc.reset();
            crc.update(png, at + 4, length + 4);
            buffer.putInt(at + 8 + length, (int) crc.getValue());
            at += length + 12;
        }
    }
}
