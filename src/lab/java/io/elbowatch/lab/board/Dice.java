package io.elbowatch.lab.board;

/**
 * A small random number generator (SplitMix64). The same keys always give the same sequence: unlike in
 * {@link java.util.SplittableRandom}, the algorithm does not depend on the JDK.
 */
public final class Dice {
    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

    private long state;

    private Dice(long state) {
        this.state = state;
    }

    /** Dice for one combination of keys, such as a seed and an index. Similar keys give unrelated sequences. */
    public static Dice of(long... keys) {
        long state = 0;
        for (long key : keys) {
            state = mix(state + GOLDEN_RATIO ^ mix(key));
        }
        return new Dice(state);
    }

    /** 64 uniform bits. */
    public long next() {
        state += GOLDEN_RATIO;
        return mix(state);
    }

    /** Uniform in 0 … bound − 1. */
    public int below(int bound) {
        return (int) ((next() >>> 32) * bound >>> 32);
    }

    /** Uniform in low … high, both included. */
    public int between(int low, int high) {
        return low + below(high - low + 1);
    }

    /** True with this probability, per mille. */
    public boolean perMille(int rate) {
        return below(1000) < rate;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014): every input bit flips half of the output bits. */
    static long mix(long bits) {
        long z = bits;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
