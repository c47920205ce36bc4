package io.elbowatch.stream.flow;

import io.elbowatch.core.image.Preprocessing;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.kafka.common.TopicPartition;

/**
 * The images that one stream thread has read and not come to yet, by partition and in order. A part of them, bounded by
 * the bytes of their pixels, is given to other threads to be decoded. Used by the stream thread.
 */
final class AheadOfThread {
    private final long maxBytes;
    private final Executor threads;
    private final Map<TopicPartition, Lane> lanes = new LinkedHashMap<>();
    private long bytes; // of the images that are given away

    /** The images of one partition. */
    private static final class Lane {
        private final Deque<AheadImage> given = new ArrayDeque<>();
        private final Deque<AheadImage> waiting = new ArrayDeque<>();
        private long last = -1;
    }

    AheadOfThread(long maxBytes, Executor threads) {
        this.maxBytes = maxBytes;
        this.threads = threads;
    }

    /** Adds the next image of a partition. One that is not behind the last is read again: the others count no more. */
    void add(TopicPartition partition, AheadImage image) {
        Lane lane = lanes.computeIfAbsent(partition, any -> new Lane());
        if (image.offset() <= lane.last) {
            clear(lane);
        }
        lane.last = image.offset();
        lane.waiting.add(image);
    }

    /** Drops the images of all other partitions. */
    void retain(Collection<TopicPartition> assigned) {
        lanes.entrySet().removeIf(entry -> {
            boolean gone = !assigned.contains(entry.getKey());
            if (gone) {
                clear(entry.getValue());
            }
            return gone;
        });
    }

    /** Gives images away while there is room, one of each partition in turn. */
    void give() {
        boolean given = true;
        while (given && bytes < maxBytes) {
            given = false;
            for (Lane lane : lanes.values()) {
                AheadImage next = bytes < maxBytes ? lane.waiting.poll() : null;
                if (next != null) {
                    lane.given.add(next);
                    bytes += next.bytes();
                    threads.execute(next);
                    given = true;
                }
            }
        }
    }

    /**
     * Decodes an image that was read, or gives what another thread has made of it. While another thread is at it, this one
     * decodes images that nobody has begun. Earlier ones are dropped.
     */
    Optional<AheadImage.Result> take(TopicPartition partition, long offset, Preprocessing wanted) {
        Lane lane = lanes.get(partition);
        if (lane == null) {
            return Optional.empty();
        }
        AheadImage found = first(lane, offset);
        give();
        if (found == null) {
            return Optional.empty();
        }
        helpUntilDone(found);
        return found.get(wanted);
    }

    /** Drops an image that the stream thread has come to and does not decode, and earlier ones. */
    void pass(TopicPartition partition, long offset) {
        Lane lane = lanes.get(partition);
        if (lane == null) {
            return;
        }
        AheadImage passed = first(lane, offset);
        if (passed != null) {
            passed.drop();
        }
        give();
    }

    private void helpUntilDone(AheadImage wanted) {
        while (wanted.isBegun() && !wanted.isDone()) {
            Optional<AheadImage> next = lanes.values().stream()
                    .flatMap(lane -> lane.given.stream())
                    .filter(image -> !image.isBegun())
                    .findFirst();
            if (next.isEmpty()) {
                return;
            }
            next.get().run();
        }
    }

    private AheadImage first(Lane lane, long offset) {
        while (true) {
            boolean wasGiven = !lane.given.isEmpty();
            Deque<AheadImage> images = wasGiven ? lane.given : lane.waiting;
            if (images.isEmpty() || images.peek().offset() > offset) {
                return null;
            }
            AheadImage first = images.poll();
            if (wasGiven) {
                bytes -= first.bytes();
            }
            if (first.offset() == offset) {
                return first;
            }
            first.drop();
        }
    }

    private void clear(Lane lane) {
        lane.given.forEach(image -> bytes -= image.bytes());
        lane.given.forEach(AheadImage::drop);
        lane.given.clear();
        lane.waiting.clear();
        lane.last = -1;
    }

    /** Of the pixels of the images that are given away. */
    long bytes() {
        return bytes;
    }
}
