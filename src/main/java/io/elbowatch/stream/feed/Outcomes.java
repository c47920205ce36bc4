package io.elbowatch.stream.feed;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The outcomes of the records, reported by any thread. A failure of one record is counted. Any other failure would hit
 * every further record too, and ends the feed.
 */
final class Outcomes {
    private static final int MAX_FAILURES = 10;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicReference<String> fault = new AtomicReference<>();
    private final Runnable onAcknowledged;

    Outcomes(Runnable onAcknowledged) {
        this.onAcknowledged = onAcknowledged;
    }

    /** The callback for the image with this name. */
    Callback of(String name) {
        return (metadata, failure) -> {
            if (failure == null) {
                acknowledged.incrementAndGet();
                onAcknowledged.run();
                return;
            }
            if (failed.getAndIncrement() < MAX_FAILURES) {
                failures.add(name + ": " + failure.getMessage() + hint(failure));
            }
            if (!(failure instanceof RecordTooLargeException || failure instanceof InvalidRecordException)) {
                end(reason(failure));
            }
        };
    }

    /** The topic's default limit is 1 MiB, and many images are larger. */
    private static String hint(Exception failure) {
        return failure instanceof RecordTooLargeException
                ? " (limits: max.message.bytes of the topic, kafka.max.request.size)"
                : "";
    }

    /** For brokers that vanish, Kafka reports that the topic is not in its metadata. */
    private static String reason(Exception failure) {
        if (failure instanceof InvalidTimestampException) {
            return "the topic does not accept the time of this machine (" + failure.getMessage()
                    + "): compare its clock with that of the brokers, or change message.timestamp.before.max.ms and"
                    + " message.timestamp.after.max.ms of the topic";
        }
        return failure instanceof TimeoutException
                ? "no broker answers any more (" + failure.getMessage() + ")"
                : failure.getMessage();
    }

    /** Ends the feed; the first reason stays. */
    void end(String reason) {
        fault.compareAndSet(null, reason);
    }

    boolean ended() {
        return fault.get() != null;
    }

    Optional<String> endedBy() {
        return Optional.ofNullable(fault.get());
    }

    long acknowledged() {
        return acknowledged.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }
}
