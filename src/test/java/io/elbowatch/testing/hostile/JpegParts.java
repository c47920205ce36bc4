package io.elbowatch.testing.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;

/** JPEG files of parts that no encoder would put together. */
public final class JpegParts {
    private static final byte[] SCAN = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0};

    private JpegParts() {}

    /** Where the frame header's marker is, or -1 where there is none. */
    static int frame(byte[] value) {
        if (value.length < 4 || value[0] != (byte) 0xff || value[1] != (byte) 0xd8) {
            return -1;
        }
        int at = 2;
        while (at + 9 < value.length && value[at] == (byte) 0xff) {
            int marker = value[at + 1] & 0xff;
            if (marker >= 0xc0 && marker <= 0xc2) {
                return at;
            }
            at += 2 + ((value[at + 2] & 0xff) << 8 | value[at + 3] & 0xff);
        }
        return -1;
    }

    /** A whole file whose frame header declares another size. */
    static byte[] fewBytes(int width, int height) {
        byte[] file = VectorFiles.all().stream()
                .filter(value -> frame(value) >= 0)
                .findFirst()
                .orElseThrow()
                .clone();
        int frame = frame(file);
        ByteBuffer.wrap(file).putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
        return file;
    }

    /** A file with as many more scans, restarts, comments or fill bytes before its end. */
    static byte[] manySegments(Random random) {
        byte[] file = VectorFiles.any(random);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file, 0, file.length - 2);
        byte[] segment = switch (random.nextInt(5)) {
            case 0 -> new byte[] {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 1, 63, 0, 0x55};
            case 1 -> new byte[] {(byte) 0xff, (byte) 0xd0, 0};
            case 2 -> new byte[] {(byte) 0xff, (byte) 0xfe, 0, 2};
            case 3 -> new byte[] {(byte) 0xff};
            default -> new byte[] {(byte) 0xff, (byte) 0xc4, 0, 2};
        };
        for (int i = random.nextInt(500); i >= 0; i--) {
            out.writeBytes(segment);
        }
        out.write(file, file.length - 2, 2);
        return out.toByteArray();
    }

    /**
     * Progressive and grey, with so many scans of a few bytes that each mean nothing for all blocks: of all JPEG files of so many pixels
     * the most to do for the fewest bytes.
     */
    public static byte[] scans(int width, int height, int scans) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xdb, 0, 67, 0});
        for (int i = 0; i < 64; i++) {
            out.write(1);
        }
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xc2, 0, 11, 8});
        out.writeBytes(ByteBuffer.allocate(4)
                .putShort((short) height)
                .putShort((short) width)
                .array());
        out.writeBytes(new byte[] {1, 1, 0x11, 0});
        // One code each, of one bit: DC difference 0; AC, a run of 2^14 blocks that end here.
        table(out, 0x00, 0x00);
        table(out, 0x10, 0xe0);
        long blocks = (width + 7L) / 8 * ((height + 7L) / 8);
        out.writeBytes(SCAN);
        out.writeBytes(new byte[] {0, 0, 0});
        for (long bits = 0; bits < blocks; bits += 8) {
            out.write(0);
        }
        // 15 bits a run of 2^14 to 2^15 - 1 blocks.
        long runs = (blocks + (1 << 14) - 1) >> 14;
        for (int i = 1; i < scans; i++) {
            out.writeBytes(SCAN);
            out.writeBytes(new byte[] {1, 63, 0});
            for (long bits = 0; bits < 15 * runs; bits += 8) {
                out.write(0);
            }
        }
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd9});
        return out.toByteArray();
    }

    private static void table(ByteArrayOutputStream out, int id, int symbol) {
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xc4, 0, 20, (byte) id, 1});
        out.writeBytes(new byte[15]);
        out.write(symbol);
    }
}
