package io.elbowatch.stream.storage;

import java.io.IOException;

/** Writes objects. Used by many threads. */
public interface ObjectWriter extends AutoCloseable {

    /**
     * One try. An object that is there is replaced; a reader sees the whole object or none.
     *
     * @throws IOException when the object is not known to be there; the message says why
     */
    void write(String uri, byte[] bytes, String contentType) throws IOException;

    @Override
    default void close() {}
}
