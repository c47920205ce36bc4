package io.elbowatch.lab.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * An unfinished file or folder next to its target. The target appears as a whole when it is published, or not at all.
 */
final class Staged implements AutoCloseable {
    private final Path target;
    private final Path path;

    Staged(Path target) throws IOException {
        this.target = target.toAbsolutePath();
        Path folder = this.target.getParent();
        if (folder == null) {
            throw new IOException(target + " is no path of a file");
        }
        Files.createDirectories(folder);
        this.path = folder.resolve("." + this.target.getFileName() + "." + UUID.randomUUID());
    }

    /** The path to write to before it is published. */
    Path path() {
        return path;
    }

    /** Moves it to the target and replaces an existing file or folder. */
    void publish() throws IOException {
        if (!Files.isDirectory(target)) {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        // a folder cannot be moved over another one, unlike a file
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
