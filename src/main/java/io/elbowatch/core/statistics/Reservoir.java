package io.elbowatch.core.statistics;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * A uniform random sample without replacement of items that arrive one by one: those with the smallest ranks, where a
 * rank is a hash of a seed and the two numbers that identify an item. So the same seed and the same items give the same
 * sample in any order of arrival, and it is known before an item is prepared whether it can be in the sample. Used by one
 * thread.
 */
public final class Reservoir<T> {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final int size;
    private final long seed;
    private final PriorityQueue<Ranked<T>> kept = new PriorityQueue<>(
            Comparator.comparingLong((Ranked<T> each) -> each.rank()).reversed());

    private record Ranked<T>(long rank, T item) {}

    /** @param size largest number of items, at least 1 */
    public Reservoir(int size, long seed) {
        if (size < 1) {
            throw new IllegalArgumentException("a sample has at least 1 item, not " + size);
        }
        this.size = size;
        this.seed = mixed(seed + GOLDEN);
    }

    /** The rank of the item that two numbers identify. Items that share the first number have different ranks. */
    public long rank(long first, long second) {
        return mixed(mixed(seed ^ mixed(first + GOLDEN)) + second * GOLDEN);
    }

    /** Whether an item with this rank would be in the sample now. If not, it never will be. */
    public boolean takes(long rank) {
        return kept.size() < size || rank < kept.peek().rank();
    }

    /** Adds an item, or not, as {@link #takes} says. */
    public void add(long rank, T item) {
        if (!takes(rank)) {
            return;
        }
        if (kept.size() == size) {
            kept.remove();
        }
        kept.add(new Ranked<>(rank, item));
    }

    public int count() {
        return kept.size();
    }

    /** The sample, in no order. */
    public Stream<T> items() {
        return kept.stream().map(Ranked::item);
    }

    /** The last step of SplitMix64 (Steele, Lea and Flood, 2014): a permutation of all numbers that leaves no pattern. */
    private static long mixed(long number) {
        long z = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
