package io.elbowatch.lab.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A folder, which can be away as a mount of the network is. */
final class FolderStore implements ImageStore {
    private final Path folder;
    private final Path elsewhere;

    private FolderStore(Path folder) {
        this.folder = folder;
        this.elsewhere = folder.resolveSibling(folder.getFileName() + "-away");
    }

    /** Writes all images of a pool. */
    static FolderStore of(ImagePool pool, Path folder) {
        try {
            Files.createDirectory(folder);
            for (int image = 0; image < pool.size(); image++) {
                Files.write(folder.resolve(Integer.toString(image)), pool.value(image));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the images cannot be stored", e);
        }
        return new FolderStore(folder);
    }

    private String beginning() {
        return "file:" + folder + "/";
    }

    @Override
    public String address(int image) {
        return beginning() + image;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("reference.from", beginning());
    }

    @Override
    public void away(Duration length) throws InterruptedException {
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
