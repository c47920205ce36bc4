package io.elbowatch.lab.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The folder of the images that records refer to. It can be away for a while, as a mount of the network. */
final class ImageStore {
    private final Path folder;
    private final Path elsewhere;

    private ImageStore(Path folder) {
        this.folder = folder;
        this.elsewhere = folder.resolveSibling(folder.getFileName() + "-away");
    }

    /** Writes all images of a pool. */
    static ImageStore of(ImagePool pool, Path folder) {
        try {
            Files.createDirectory(folder);
            for (int image = 0; image < pool.size(); image++) {
                Files.write(folder.resolve(Integer.toString(image)), pool.value(image));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the images cannot be stored", e);
        }
        return new ImageStore(folder);
    }

    /** The beginning of all addresses. */
    static String beginning(Path folder) {
        return "file:" + folder + "/";
    }

    String address(int image) {
        return beginning(folder) + image;
    }

    /** Takes the folder away for this time. */
    void away(Duration length) throws InterruptedException {
        try {
            Files.move(folder, elsewhere);
            try {
                Thread.sleep(length.toMillis());
            } finally {
                Files.move(elsewhere, folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the store cannot be moved", e);
        }
    }
}
