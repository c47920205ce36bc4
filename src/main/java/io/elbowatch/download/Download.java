package io.elbowatch.download;

import java.io.IOException;
import java.io.OutputStream;

/** Gets one file from one kind of place. Used by many threads. */
public interface Download<P extends Place> {

    /**
     * Writes the file.
     *
     * @return the type of content that the place declares, or null
     * @throws NotThereException when the place answers and has no such file
     * @throws RefusedException when the answer would be the same at any time
     * @throws TooLargeException when it has too many bytes
     * @throws IOException when the place cannot be reached or does not give it now; the message says why
     */
    String to(OutputStream out, P place, ByteBudget budget, Deadline deadline) throws IOException;
}
