package io.elbowatch.models;

import io.elbowatch.stream.flow.BundleProblem;
import java.io.IOException;
import java.io.OutputStream;

/** Gets one archive from one kind of place. */
interface Download<P extends BundlePlace> {

    /**
     * Writes the archive.
     *
     * @throws IOException when the place cannot be reached or does not give it; the message says why
     * @throws BundleProblem when it has too many bytes
     */
    void to(OutputStream out, P place, ByteBudget budget, Deadline deadline) throws IOException, BundleProblem;
}
