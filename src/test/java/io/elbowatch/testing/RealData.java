package io.elbowatch.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The real images that no test may need: where {@code ELBOWATCH_DATA} points, else {@code ../shared/data}. */
public final class RealData {
    private RealData() {}

    /** A file of the data, as {@code mnist/t10k-labels-idx1-ubyte.gz}; the test is skipped where there is none. */
    public static Path file(String name) {
        Path folder = Path.of(System.getenv().getOrDefault("ELBOWATCH_DATA", "../shared/data"));
        Path file = folder.resolve(name);
        boolean insisted = Boolean.parseBoolean(System.getenv("CI")) && Files.isDirectory(folder);
        Need.DATA.check(
                Files.isRegularFile(file),
                insisted,
                () -> "no " + file + ": set ELBOWATCH_DATA to a folder that has " + name);
        return file;
    }
}
