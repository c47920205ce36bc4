package io.elbowatch.core.drift;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * What was put aside in each of the last {@value #MINUTES} minutes, the one that has begun included; what is older is
 * forgotten. For use by many threads, without a lock: contents are for many threads too.
 */
final class SlidingWindow<T> {
    /**
     * Long enough that an image in four seconds makes the 182 that a figure takes, short enough that a lens that slips is seen
     * within the hour. Memory is bounded by it alone.
     */
    static final int MINUTES = 15;

    private static final long MINUTE_MILLIS = 60_000;

    private final AtomicReferenceArray<Minute<T>> ring = new AtomicReferenceArray<>(MINUTES);
    private final Supplier<T> empty;
    private final Clock clock;

    private record Minute<T>(long number, T content) {}

    /** @param empty the content of a minute that begins */
    SlidingWindow(Supplier<T> empty, Clock clock) {
        this.empty = empty;
        this.clock = clock;
    }

    /** The content of the minute that has begun. */
    T now() {
        long number = number();
        int place = (int) Math.floorMod(number, (long) MINUTES);
        Minute<T> there = ring.get(place);
        while (there == null || there.number() != number) {
            ring.compareAndSet(place, there, new Minute<>(number, empty.get()));
            there = ring.get(place);
        }
        return there.content();
    }

    /** The contents of the window's minutes, of those in which there was something. */
    List<T> contents() {
        long number = number();
        List<T> contents = new ArrayList<>(MINUTES);
        for (int place = 0; place < MINUTES; place++) {
            Minute<T> there = ring.get(place);
            if (there != null && there.number() <= number && there.number() > number - MINUTES) {
                contents.add(there.content());
            }
        }
        return contents;
    }

    private long number() {
        return Math.floorDiv(clock.millis(), MINUTE_MILLIS);
    }
}
