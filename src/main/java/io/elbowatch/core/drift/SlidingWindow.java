package io.elbowatch.core.drift;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * One content for each of the last {@value #MINUTES} minutes, including the current one; older contents are dropped.
 * For use by many threads without a lock, so that contents must allow many threads too.
 */
final class SlidingWindow<T> {
    /**
     * Long enough that one image in four seconds gives the 182 images that a figure needs; short enough that a slipping
     * lens shows within the hour. It alone bounds the memory.
     */
    static final int MINUTES = 15;

    private static final long MINUTE_MILLIS = 60_000;

    private final AtomicReferenceArray<Minute<T>> ring = new AtomicReferenceArray<>(MINUTES);
    private final Supplier<T> empty;
    private final Clock clock;

    private record Minute<T>(long number, T content) {}

    /** @param empty creates the content of a new minute */
    SlidingWindow(Supplier<T> empty, Clock clock) {
        this.empty = empty;
        this.clock = clock;
    }

    /** The content of the current minute. */
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

    /** The contents of the minutes in the window that have one. */
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
