package io.elbowatch.testing;

import io.elbowatch.lab.rig.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Real images, which no test may require. They lie in the {@link DataFolder}. */
public final class RealData {
    private RealData() {}

    /** A file of the data, as {@code mnist/t10k-labels-idx1-ubyte.gz}; the test is skipped where there is none. */
    public static Path file(String name) {
        Path folder = DataFolder.of(System.getenv()).path();
        Path file = folder.resolve(name);
        boolean insisted = Boolean.parseBoolean(System.getenv("CI")) && Files.isDirectory(folder);
        Need.DATA.check(
                Files.isRegularFile(file),
                insisted,
                () -> "no " + file + ": set ELBOWATCH_DATA to a folder that has " + name);
        return file;
    }
}
