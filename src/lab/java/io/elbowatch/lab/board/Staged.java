package io.elbowatch.lab.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * A file or folder in the making beside its target. The target appears as a whole when it is published, or not at all.
 */
final class Staged implements AutoCloseable {
    private final Path target;
    private final Path path;

    Staged(Path target) throws IOException {
        this.target = target.toAbsolutePath();
        Path folder = this.target.getParent();
        if (folder == null) {
            throw new IOException(target + " is no place for a file");
        }
        Files.createDirectories(folder);
        this.path = folder.resolve("." + this.target.getFileName() + "." + UUID.randomUUID());
    }

    /** Where to write until it is published. */
    Path path() {
        return path;
    }

    /** Moves it into place, instead of a file or folder that is already there. */
    void publish() throws IOException {
        if (!Files.isDirectory(target)) {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        // Unlike a file, a folder cannot be moved over another.
        Path former = target.resolveSibling(path.getFileName() + ".former");
        Files.move(target, former, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            Files.move(former, target, StandardCopyOption.ATOMIC_MOVE);
            throw failure;
        }
        Folders.delete(former);
    }

    @Override
    public void close() throws IOException {
        Folders.delete(path);
    }
}
