package io.elbowatch.core.image;

import java.io.ByteArrayOutputStream;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/**
 * The Huffman tables for a JPEG that lacks some: those of Annex K of the standard. The frames of Motion JPEG, which USB
 * cameras send, omit them; Pillow's libjpeg adds them, the one in most JDKs does not.
 */
final class JpegTables {
    /** A DHT segment with its marker. */
    private static final byte[] STANDARD = segment();

    private JpegTables() {}

    static byte[] standard() {
        return STANDARD.clone();
    }

    private static byte[] segment() {
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        add(tables, 0x00, JPEGHuffmanTable.StdDCLuminance);
        add(tables, 0x10, JPEGHuffmanTable.StdACLuminance);
        add(tables, 0x01, JPEGHuffmanTable.StdDCChrominance);
        add(tables, 0x11, JPEGHuffmanTable.StdACChrominance);
        int length = 2 + tables.size();
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        segment.writeBytes(new byte[] {(byte) 0xff, (byte) 0xc4, (byte) (length >> 8), (byte) length});
        segment.writeBytes(tables.toByteArray());
        return segment.toByteArray();
    }

    private static void add(ByteArrayOutputStream out, int id, JPEGHuffmanTable table) {
        out.write(id);
        short[] lengths = table.getLengths();
        for (int i = 0; i < 16; i++) {
            out.write(i < lengths.length ? lengths[i] : 0);
        }
        for (short value : table.getValues()) {
            out.write(value);
        }
    }
}
