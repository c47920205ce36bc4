package io.elbowatch.stream.trace;

import io.elbowatch.stream.batch.FlushReason;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Follows images through the stream. Few of them are recorded; the others cost one call. Called by many threads; never
 * blocks and never throws. Like the observer of the stream it sees work done, not work committed.
 */
public interface Tracing {
    /** Records nothing. */
    Tracing NONE = new Tracing() {};

    /**
     * A record of an input topic arrived.
     *
     * @param at its coordinates
     * @param key of the record, or null
     * @param bytes of its value, 0 for a null value
     * @param headers of the record; their trace context decides whether it is recorded, where they have one
     * @return {@link ImageTrace#NONE} where it is not recorded
     */
    default ImageTrace image(RecordMetadata at, byte[] key, int bytes, Headers headers) {
        return ImageTrace.NONE;
    }

    /**
     * Work on a batch begins.
     *
     * @param images of the batch
     * @param recorded those of them that are recorded; at least one
     */
    default BatchTrace batch(FlushReason reason, int images, List<ImageTrace> recorded) {
        return BatchTrace.NONE;
    }

    /** Follows the commits of one producer. */
    default CommitTrace commits() {
        return CommitTrace.NONE;
    }
}
