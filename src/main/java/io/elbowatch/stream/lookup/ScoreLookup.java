package io.elbowatch.stream.lookup;

import io.elbowatch.stream.wire.OutputOrigin;
import java.util.OptionalLong;

/**
 * Finds what this application wrote of an image. An output has the timestamp of its image, or an earlier one where that
 * is ahead of the brokers' clocks, so the search begins there and ends after a bounded number of records. Used by many
 * threads.
 *
 * <p>Without the timestamp it is read from the image's own record, as long as Kafka has that.
 */
public interface ScoreLookup {

    /** The value of the record in the scores topic, JSON. @throws io.elbowatch.core.Refusal as {@link ImageLookup#image} */
    Lookup<byte[]> score(OutputOrigin image, OptionalLong timestampMillis);

    /** The value of the record in the anomalies topic, JSON: a score with reasons and places. */
    Lookup<byte[]> anomaly(OutputOrigin image, OptionalLong timestampMillis);

    /** The value of the record in the evidence topic, PNG. */
    Lookup<byte[]> picture(OutputOrigin image, OptionalLong timestampMillis);
}
