package io.elbowatch.testing;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The real images that no test may need: where {@code ELBOWATCH_DATA} points, else {@code ../shared/data}. */
public final class RealData {
    private RealData() {}

    /** A file of the data, as {@code mnist/t10k-labels-idx1-ubyte.gz}; the test is skipped where there is none. */
    public static Path file(String name) {
        String folder = System.getenv().getOrDefault("ELBOWATCH_DATA", "../shared/data");
        Path file = Path.of(folder, name);
        assumeTrue(Files.isRegularFile(file), () -> "no " + file + ": set ELBOWATCH_DATA to a folder that has " + name);
        return file;
    }
}
