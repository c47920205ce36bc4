package io.elbowatch.stream.lookup;

import io.elbowatch.stream.wire.OutputOrigin;

/** Finds images in the input topics of this application, as they came. Used by many threads. */
public interface ImageLookup {

    /** @throws io.elbowatch.core.Refusal when the cluster does not answer in time, or too many ask */
    Lookup<StoredImage> image(OutputOrigin image);
}
