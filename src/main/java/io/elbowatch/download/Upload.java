package io.elbowatch.download;

import java.io.IOException;

/** Writes one file to one kind of place. Used by many threads. */
public interface Upload<P extends Place> {

    /**
     * Writes a whole file or none, in place of one that is there.
     *
     * @param contentType as the place declares it to readers, where it declares one
     * @throws IOException when it is not known to be there; the message says why
     */
    void write(P place, byte[] bytes, String contentType, Deadline deadline) throws IOException;
}
