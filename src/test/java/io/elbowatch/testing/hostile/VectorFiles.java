package io.elbowatch.testing.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** The generated files of the image vectors: every kind of PNG, JPEG, TIFF and BMP that {@code
 * model/vectors} writes, in a fixed order. */
public final class VectorFiles {
    private static final List<byte[]> ALL = read();

    private VectorFiles() {}

    /** Not to be changed. */
    public static List<byte[]> all() {
        return ALL;
    }

    /** Any of them, to be changed. */
    static byte[] any(Random random) {
        return ALL.get(random.nextInt(ALL.size())).clone();
    }

    private static List<byte[]> read() {
        String[] lines = new String(resource("vectors.tsv"), StandardCharsets.UTF_8).split("\n");
        return Arrays.stream(lines)
                .skip(1)
                .map(line -> line.substring(0, line.indexOf('\t')))
                .distinct()
                .map(VectorFiles::resource)
                .toList();
    }

    private static byte[] resource(String name) {
        try (InputStream in = VectorFiles.class.getResourceAsStream("/image/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
