package io.elbowatch.models;

import io.elbowatch.stream.flow.BundleProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Archives on this machine. */
final class LocalArchive {
    private LocalArchive() {}

    static void copy(Path archive, OutputStream out, ByteBudget budget, Deadline deadline)
            throws IOException, BundleProblem {
        if (!Files.exists(archive)) {
            throw new NoSuchFileException(archive.toString());
        }
        if (!Files.isRegularFile(archive)) { // reading a pipe or a device would never end
            throw EntryNames.unsafe("is neither a file nor a folder");
        }
        budget.require(Files.size(archive));
        try (InputStream in = Files.newInputStream(archive)) {
            budget.copy(in, out, deadline);
        }
    }
}
