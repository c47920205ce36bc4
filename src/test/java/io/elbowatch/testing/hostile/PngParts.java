package io.elbowatch.testing.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** PNG files of parts that no encoder would put together. Their checksums are right. */
public final class PngParts {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int[][] KINDS = {{0, 1}, {0, 8}, {0, 16}, {2, 8}, {2, 16}, {4, 16}, {6, 8}, {6, 16}};

    private PngParts() {}

    /** Black, of any kind: a thousandth of the bytes that it takes unpacked. */
    static byte[] bomb(int width, int height, Random random) {
        int[] kind = KINDS[random.nextInt(KINDS.length)];
        // More than is declared, or less.
        int inflated = random.nextInt(1 << 20);
        ByteArrayOutputStream out = begun(width, height, kind[1], kind[0], random.nextBoolean() ? 1 : 0);
        if (random.nextBoolean()) {
            chunk(out, "zTXt", joined("Comment\0\0".getBytes(US_ASCII), deflated(inflated)));
            chunk(out, "iCCP", joined("icc\0\0".getBytes(US_ASCII), deflated(inflated)));
        }
        chunk(out, "IDAT", deflated(inflated));
        return ended(out);
    }

    /** Black, whole, and RGBA with 16 bits a sample: of all PNG files of so many pixels the most to do for the fewest bytes. */
    public static byte[] black(int width, int height, int interlace) {
        ByteArrayOutputStream out = begun(width, height, 16, 6, interlace);
        chunk(out, "IDAT", deflated(interlace == 0 ? height * (1L + 8L * width) : 16L * (height + 8L) * (width + 8L)));
        return ended(out);
    }

    /** A header that declares any size, and a few bytes of data. */
    static byte[] fewBytes(int width, int height) {
        ByteArrayOutputStream out = begun(width, height, 8, 2, 0);
        chunk(out, "IDAT", deflated(1_000));
        return ended(out);
    }

    static byte[] manyChunks(Random random) {
        ByteArrayOutputStream out = begun(16, 16, 8, 0, 0);
        String kind = new String[] {"IDAT", "tEXt", "PLTE", "tRNS", "IHDR"}[random.nextInt(5)];
        int length = random.nextInt(3);
        for (int i = random.nextInt(500); i >= 0; i--) {
            chunk(out, kind, new byte[length]);
        }
        chunk(out, "IDAT", deflated(16 * 17));
        return ended(out);
    }

    /** A whole image, and so many bytes of a chunk that nobody reads. */
    static byte[] withChunk(String kind, int bytes) {
        ByteArrayOutputStream out = begun(16, 16, 8, 0, 0);
        chunk(out, kind, new byte[bytes]);
        chunk(out, "IDAT", deflated(16 * 17));
        return ended(out);
    }

    private static ByteArrayOutputStream begun(int width, int height, int depth, int colour, int interlace) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) depth)
                .put((byte) colour)
                .put((byte) 0)
                .put((byte) 0)
                .put((byte) interlace)
                .array();
        chunk(out, "IHDR", header);
        return out;
    }

    private static byte[] ended(ByteArrayOutputStream out) {
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String kind, byte[] content) {
        byte[] typed = joined(kind.getBytes(US_ASCII), content);
        CRC32 crc = new CRC32();
        crc.update(typed);
        out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        out.writeBytes(typed);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    private static byte[] deflated(long zeros) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] block = new byte[1 << 16];
        byte[] packed = new byte[1 << 12];
        long left = zeros;
        while (!deflater.finished()) {
            if (deflater.needsInput() && left > 0) {
                int next = (int) Math.min(left, block.length);
                deflater.setInput(block, 0, next);
                left -= next;
            }
            if (left == 0) {
                deflater.finish();
            }
            out.write(packed, 0, deflater.deflate(packed));
        }
        deflater.end();
        return out.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] last) {
        byte[] joined = Arrays.copyOf(first, first.length + last.length);
        System.arraycopy(last, 0, joined, first.length, last.length);
        return joined;
    }
}
