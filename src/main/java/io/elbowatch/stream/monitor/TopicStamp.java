package io.elbowatch.stream.monitor;

import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;

/**
 * The id of a topic in the metadata of a committed offset. Kafka keeps offsets by the name of a topic, so that an offset
 * does not say whether it belongs to the topic of this name or to one that was deleted. Kafka Streams uses the metadata
 * too, in Base64: the stamp follows it.
 */
final class TopicStamp {
    private static final String MARK = " topic=";

    private TopicStamp() {}

    static OffsetAndMetadata on(OffsetAndMetadata offset, Uuid topic) {
        return withMetadata(offset, offset.metadata() + MARK + topic);
    }

    /**
     * The offset without the epoch of the leader. A consumer that finds a higher epoch in a committed offset than the
     * partition has believes no broker, and reads nothing, until a leader has that epoch. That is so where the topic was
     * deleted and made anew: its epochs begin at 0 again.
     */
    static OffsetAndMetadata withoutEpoch(OffsetAndMetadata offset) {
        return new OffsetAndMetadata(offset.offset(), Optional.empty(), offset.metadata());
    }

    /** The topic that an offset was committed in; empty where who committed it did not say. */
    static Optional<Uuid> of(OffsetAndMetadata offset) {
        int mark = offset.metadata().lastIndexOf(MARK);
        if (mark < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Uuid.fromString(offset.metadata().substring(mark + MARK.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not by a stamp of this class
        }
    }

    /** The offset as Kafka Streams committed it. */
    static OffsetAndMetadata without(OffsetAndMetadata offset) {
        int mark = offset.metadata().lastIndexOf(MARK);
        return mark < 0 ? offset : withMetadata(offset, offset.metadata().substring(0, mark));
    }

    private static OffsetAndMetadata withMetadata(OffsetAndMetadata offset, String metadata) {
        return new OffsetAndMetadata(offset.offset(), offset.leaderEpoch(), metadata);
    }
}
