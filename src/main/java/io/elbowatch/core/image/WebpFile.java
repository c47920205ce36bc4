package io.elbowatch.core.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A lossless WebP reduced to the one chunk that its pixels depend on. Its size is within the limits. Animations and
 * lossy images are refused: the decoder for Java draws their colours other than Pillow does.
 *
 * @param width in pixels
 * @param height in pixels
 * @param data a file of that chunk alone
 */
record WebpFile(int width, int height, byte[] data) {
    private static final int FILE_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int EXTENDED = fourCc("VP8X");
    private static final int LOSSLESS = fourCc("VP8L");
    private static final int LOSSY = fourCc("VP8 ");
    private static final int ANIMATED = 2; // flag of the extended header
    private static final int SIGNATURE = 0x2f;

    /** One byte can stand for every pixel, so the size is bounded by the limit alone. */
    private static final int PIXELS_PER_BYTE = Integer.MAX_VALUE;

    /** @param value that begins as a WebP does */
    static WebpFile read(byte[] value, DecodeLimits limits) throws UnfitImageException {
        long end = CHUNK_HEADER + LittleEndian.unsignedInt(value, 4);
        if (end > value.length) {
            throw broken(value);
        }
        long at = FILE_HEADER;
        while (at + CHUNK_HEADER <= end) {
            int chunk = (int) at;
            int type = LittleEndian.signedInt(value, chunk);
            long length = LittleEndian.unsignedInt(value, chunk + 4);
            int content = chunk + CHUNK_HEADER;
            if (content + length > end) {
                throw broken(value);
            }
            if (type == EXTENDED && length > 0 && (value[content] & ANIMATED) != 0) {
                throw UnfitImageException.unsupported("an animated WebP");
            }
            if (type == LOSSY) {
                throw UnfitImageException.unsupported("a lossy WebP");
            }
            if (type == LOSSLESS) {
                return lossless(value, content, (int) length, limits);
            }
            at = content + length + (length & 1);
        }
        throw UnfitImageException.undecodable("the WebP has no image");
    }

    private static WebpFile lossless(byte[] value, int at, int length, DecodeLimits limits) throws UnfitImageException {
        if (length < 6 || value[at] != SIGNATURE) {
            throw UnfitImageException.undecodable("the WebP's image does not begin as a lossless one");
        }
        int sizes = LittleEndian.signedInt(value, at + 1);
        int width = 1 + (sizes & 0x3fff);
        int height = 1 + (sizes >>> 14 & 0x3fff);
        if (sizes >>> 29 != 0) {
            throw UnfitImageException.undecodable("the WebP is of a version that is not known");
        }
        SizeCheck.check(limits, width, height, length, PIXELS_PER_BYTE);
        int padded = length + (length & 1);
        byte[] data = Arrays.copyOf("RIFF----WEBPVP8L----".getBytes(StandardCharsets.US_ASCII), 20 + padded);
        putInt(data, 4, data.length - CHUNK_HEADER);
        putInt(data, 16, length);
        System.arraycopy(value, at, data, 20, length);
        return new WebpFile(width, height, data);
    }

    private static UnfitImageException broken(byte[] value) {
        return UnfitImageException.undecodable("the WebP breaks off at byte " + value.length + " before its end");
    }

    private static void putInt(byte[] data, int at, int number) {
        for (int i = 0; i < 4; i++) {
            data[at + i] = (byte) (number >>> 8 * i);
        }
    }

    private static int fourCc(String name) {
        return LittleEndian.signedInt(name.getBytes(StandardCharsets.US_ASCII), 0);
    }
}
