package io.elbowatch.core.quality;

import io.elbowatch.core.Labelled;

/** What a person says of an image. */
public enum Truth implements Labelled {
    /** It should be reported. */
    DEFECT,
    /** It should not be reported. */
    NORMAL,
    /** The person cannot tell. It counts as no label in every estimate. */
    UNSURE;

    /** Whether it says defect or normal. */
    public boolean sure() {
        return this != UNSURE;
    }
}
