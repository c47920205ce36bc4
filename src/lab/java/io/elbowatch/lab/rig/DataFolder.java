package io.elbowatch.lab.rig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of public data sets: {@code ELBOWATCH_DATA}, else {@code ../shared/data} next to the installation
 * ({@code ELBOWATCH_HOME}) or, without one, next to the working folder.
 */
public final class DataFolder {
    /** The images of Fashion-MNIST's test set. */
    public static final String FASHION_MNIST = "fashion-mnist/t10k-images-idx3-ubyte.gz";

    private final Path folder;

    private DataFolder(Path folder) {
        this.folder = folder;
    }

    /** The folder that these environment variables name; it need not exist. */
    public static DataFolder of(Map<String, String> environment) {
        String data = environment.get("ELBOWATCH_DATA");
        return new DataFolder(
                data == null
                        ? Path.of(environment.getOrDefault("ELBOWATCH_HOME", ""), "..", "shared", "data")
                        : Path.of(data));
    }

    public Path path() {
        return folder;
    }

    /** A file of the folder, as {@link #FASHION_MNIST}; empty if it is not there. */
    public Optional<Path> file(String name) {
        return Optional.of(folder.resolve(name)).filter(Files::isRegularFile);
    }
}
