package io.elbowatch.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of this machine. */
public final class FileDownload implements Download<Place.Local> {

    @Override
    public String to(OutputStream out, Place.Local place, ByteBudget budget, Deadline deadline) throws IOException {
        Path file = place.path();
        if (!Files.exists(file)) {
            throw new NotThereException("there is nothing at " + file);
        }
        if (!Files.isRegularFile(file)) { // reading a pipe or a device would never end
            throw new RefusedException("it is no regular file");
        }
        budget.require(Files.size(file));
        try (InputStream in = Files.newInputStream(file)) {
            budget.copy(in, out, deadline);
        }
        return null;
    }
}
