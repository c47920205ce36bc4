package io.elbowatch.download;

import io.elbowatch.core.StagedPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes files below a folder of this machine, which must exist: where it is a mount that is away, nothing is written into
 * the empty folder of its name as long as that lacks the folder. A file is on the disk before it has its name.
 */
public final class FileUpload implements Upload<Place.Local> {
    private final Path folder;

    public FileUpload(Path folder) {
        this.folder = folder;
    }

    @Override
    public void write(Place.Local place, byte[] bytes, String contentType, Deadline deadline) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder);
        }
        try (StagedPath staged = new StagedPath(place.path())) {
            try (FileChannel file =
                    FileChannel.open(staged.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    file.write(left);
                }
                file.force(true);
            }
            staged.publish();
        }
    }
}
