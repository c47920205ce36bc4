package io.elbowatch.core;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

/**
 * A hidden file or folder next to its target, and then moved there: a reader of the target sees the old content or the
 * new one, never a part. Closing deletes what was not published.
 */
public final class StagedPath implements AutoCloseable {
    private final Path target;
    private final Path path;

    /** Creates the folders above the target; the caller creates the file or folder at {@link #path}. */
    public StagedPath(Path target) throws IOException {
        this.target = target.toAbsolutePath();
        Path parent = this.target.getParent();
        if (parent == null) {
            throw new IOException(target + " is no place for a file");
        }
        Files.createDirectories(parent);
        this.path = parent.resolve("." + this.target.getFileName() + "." + UUID.randomUUID());
    }

    /** Where to write until {@link #publish}. */
    public Path path() {
        return path;
    }

    /** Moves it to the target. A file there is replaced; a folder there is an error. */
    public void publish() throws IOException {
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Moves it to the target, in place of a file or folder that is there. */
    public void publishOver() throws IOException {
        if (!Files.isDirectory(target)) {
            publish();
            return;
        }
        // Unlike a file, a folder cannot be moved over another.
        Path former = target.resolveSibling(path.getFileName() + ".former");
        Files.move(target, former, StandardCopyOption.ATOMIC_MOVE);
        try {
            publish();
        } catch (IOException failure) {
            Files.move(former, target, StandardCopyOption.ATOMIC_MOVE);
            throw failure;
        }
        delete(former);
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }

    /**
     * Deletes a file, or a folder with its content; links are deleted, never followed. What is gone already is no
     * error.
     */
    public static void delete(Path path) throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
