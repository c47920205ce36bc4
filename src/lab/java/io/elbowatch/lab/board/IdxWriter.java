package io.elbowatch.lab.board;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Writes an IDX file of unsigned bytes, the format of MNIST: magic 0 0 8 n, n big-endian 32-bit sizes, the bytes.
 * Closing fails unless the number of bytes agrees with the sizes.
 */
final class IdxWriter implements Closeable {
    private static final int UNSIGNED_BYTES = 0x08;

    private final DataOutputStream out;
    private final long expected;
    private long written;

    /** @param sizes of all dimensions, outermost first, such as count, height, width */
    IdxWriter(OutputStream out, int... sizes) throws IOException {
        this.out = new DataOutputStream(out);
        this.out.writeInt(UNSIGNED_BYTES << 8 | sizes.length);
        long product = 1;
        for (int size : sizes) {
            this.out.writeInt(size);
            product = Math.multiplyExact(product, size);
        }
        this.expected = product;
    }

    /** A writer to a new file. */
    static IdxWriter create(Path path, boolean gzip, int... sizes) throws IOException {
        OutputStream file = Files.newOutputStream(path);
        try {
            return new IdxWriter(
                    gzip ? new GZIPOutputStream(file, 1 << 16) : new BufferedOutputStream(file, 1 << 16), sizes);
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    void write(byte... bytes) throws IOException {
        if (written + bytes.length > expected) {
            throw new IOException("more than the " + expected + " bytes that the IDX header states");
        }
        out.write(bytes);
        written += bytes.length;
    }

    @Override
    public void close() throws IOException {
        out.close();
        if (written != expected) {
            throw new IOException(written + " of the " + expected + " bytes that the IDX header states");
        }
    }
}
