package io.elbowatch.stream.lookup;

import io.elbowatch.core.quality.AlphaTally;

/** The p-values of all sources in a span of time. Used by many threads. */
public interface RecentPValues {

    /**
     * Reads the scores of a time, some parts evenly over it where there are too many.
     *
     * @throws io.elbowatch.core.Refusal as {@link ImageLookup#image}
     */
    Read pValues(long fromMillis, long toMillis);

    /** @param share of the offsets that was read, of (0, 1] */
    record Read(AlphaTally tally, double share) {}
}
