package io.elbowatch.stream.reference;

import io.elbowatch.stream.intake.Claim;
import java.io.IOException;

/** Gets the objects of references. Used by many threads. */
public interface ObjectSource extends AutoCloseable {

    /**
     * One try.
     *
     * @throws IOException when the store cannot be reached or does not answer as it should; the message says why
     */
    Outcome get(Claim claim) throws IOException;

    @Override
    default void close() {}
}
