package io.elbowatch.core.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Generated IDX files; value i of the data is i mod 251. */
final class IdxBytes {
    private IdxBytes() {}

    static byte[] of(int... sizes) {
        int values = 1;
        for (int size : sizes) {
            values *= size;
        }
        ByteBuffer idx = ByteBuffer.allocate(4 + 4 * sizes.length + values);
        idx.put(new byte[] {0, 0, 8, (byte) sizes.length});
        for (int size : sizes) {
            idx.putInt(size);
        }
        for (int i = 0; i < values; i++) {
            idx.put((byte) (i % 251));
        }
        return idx.array();
    }

    static byte[] gzipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
