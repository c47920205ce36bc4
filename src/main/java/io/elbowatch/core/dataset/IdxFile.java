package io.elbowatch.core.dataset;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A reader of an IDX file of unsigned bytes, plain or gzipped. The format is LeCun's: 0, 0, the type (8), the number of
 * sizes, the sizes as big-endian 32-bit numbers, then the bytes.
 */
final class IdxFile implements Closeable {
    private static final String FORMAT = "expected 00 00 08 and the number of sizes";

    private final Path path;
    private final InputStream in;
    private final long[] sizes;

    private IdxFile(Path path, InputStream in, long[] sizes) {
        this.path = path;
        this.in = in;
        this.sizes = sizes;
    }

    static IdxFile open(Path path) {
        try {
            InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
            try {
                return readHeader(path, in);
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        } catch (IOException e) {
            throw damaged(path, e);
        }
    }

    private static IdxFile readHeader(Path path, InputStream file) throws IOException {
        file.mark(2);
        boolean gzipped = file.read() == 0x1f && file.read() == 0x8b;
        file.reset();
        InputStream in = gzipped ? new GZIPInputStream(file, 1 << 16) : file;
        byte[] magic = in.readNBytes(4);
        if (magic.length < 4 || magic[0] != 0 || magic[1] != 0 || magic[3] < 1) {
            throw new ImageSetException(path, "is not an IDX file, it begins with" + hex(magic), FORMAT);
        }
        if (magic[2] != 8) {
            throw new ImageSetException(
                    path, "has IDX values of type" + hex(magic[2]), "only unsigned bytes (08) are read: convert it");
        }
        long[] sizes = new long[magic[3]];
        long values = 1;
        for (int i = 0; i < sizes.length; i++) {
            byte[] size = in.readNBytes(4);
            if (size.length < 4) {
                throw new ImageSetException(path, "breaks off in its header", "copy or download it again");
            }
            sizes[i] = unsigned(size);
            values = saturated(values, sizes[i]);
        }
        long length = Files.size(path) - 4 - 4L * sizes.length;
        if (!gzipped && length != values) {
            throw new ImageSetException(
                    path,
                    "has " + length + " bytes of data, but its header declares " + values,
                    "copy or download it again");
        }
        return new IdxFile(path, in, sizes);
    }

    /** The sizes in the header, [N, ...]. */
    long[] sizes() {
        return sizes.clone();
    }

    /** The next bytes. */
    byte[] next(int count) {
        try {
            byte[] bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw new EOFException("end of data");
            }
            return bytes;
        } catch (IOException e) {
            throw damaged(path, e);
        }
    }

    /** Checks that no data follows and, in a gzipped file, that the checksum is right. */
    void finish() {
        try {
            if (in.read() >= 0) {
                throw new ImageSetException(path, "has more data than its header declares", "copy or write it again");
            }
        } catch (IOException e) {
            throw damaged(path, e);
        }
    }

    private static ImageSetException damaged(Path path, IOException e) {
        if (e instanceof EOFException) {
            return new ImageSetException(path, "breaks off", "copy or download it again", e);
        }
        if (e instanceof ZipException) {
            return new ImageSetException(path, "is damaged (" + e.getMessage() + ")", "copy or download it again", e);
        }
        return ImageSets.unreadable(path, e);
    }

    private static long unsigned(byte[] size) {
        return (size[0] & 0xffL) << 24 | (size[1] & 0xff) << 16 | (size[2] & 0xff) << 8 | size[3] & 0xff;
    }

    private static long saturated(long a, long b) {
        return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }

    private static String hex(byte... bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(String.format(Locale.ROOT, " %02x", b));
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
