package io.elbowatch.stream.flow;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.stream.wire.OutputOrigin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The images for whose outputs a broker refused a record, although the topics take those of other images. The second
 * time, an image leaves for the rejected topic instead of being scored. Where that topic refuses, the record loses what
 * it can. Used by many threads.
 */
public final class RefusedImages {
    private static final int MAX_IMAGES = 10_000;

    private final Map<OutputOrigin, Strikes> strikes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<OutputOrigin, Strikes> eldest) {
            return size() > MAX_IMAGES;
        }
    };

    private final List<Refused> noted = new ArrayList<>(); // since the last take
    private volatile boolean none = true; // spares the images the lock

    /**
     * A record that a broker refused.
     *
     * @param image of the record; empty where it is of no single image
     * @param topic that refused it
     * @param failure as Kafka reported it
     */
    public record Refused(Optional<OutputOrigin> image, String topic, Exception failure) {}

    private record Strikes(int scored, int rejected, String why) {}

    /** Notes a record that a broker refused: at most one of each producer. */
    synchronized void note(Refused record) {
        noted.add(record);
    }

    /** The records that were refused since the last call. Several threads may have one at a time. */
    public synchronized List<Refused> take() {
        List<Refused> taken = List.copyOf(noted);
        noted.clear();
        return taken;
    }

    /** The image of this record is at fault, not the topic. @param rejectedTopic the name of the rejected topic */
    public synchronized void blame(Refused record, String rejectedTopic) {
        if (record.image().isEmpty()) {
            return;
        }
        Strikes before = strikes.getOrDefault(record.image().get(), new Strikes(0, 0, ""));
        boolean rejection = record.topic().equals(rejectedTopic);
        strikes.put(
                record.image().get(),
                rejection
                        ? new Strikes(before.scored(), before.rejected() + 1, before.why())
                        : new Strikes(
                                before.scored() + 1,
                                before.rejected(),
                                record.topic() + ": " + record.failure().getMessage()));
        none = false;
    }

    /** Why an image is not to be scored; empty for nearly all. */
    Optional<Rejection> rejection(RecordMetadata image) {
        return of(image)
                .filter(found -> found.scored() > 1)
                .map(found -> new Rejection(
                        Reason.OUTPUT_REFUSED, "the broker refuses the output of this image to " + found.why()));
    }

    /** Whether the rejection of an image must leave out its value, headers and key. */
    boolean leavesBare(RecordMetadata image) {
        return of(image).filter(found -> found.rejected() > 0).isPresent();
    }

    private Optional<Strikes> of(RecordMetadata image) {
        if (none) {
            return Optional.empty();
        }
        synchronized (this) {
            return Optional.ofNullable(strikes.get(new OutputOrigin(image.topic(), image.partition(), image.offset())));
        }
    }
}
