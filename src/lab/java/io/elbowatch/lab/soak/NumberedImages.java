package io.elbowatch.lab.soak;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The image of each number. Source and content are functions of seed and number alone. One image in a hundred cannot be
 * decoded, one in fifty has a hostile timestamp. At times a source has only anomalous images for a while, so that incidents open and close.
 */
final class NumberedImages {
    static final int SOURCES = 24;
    private static final int BLOCK = 3_000; // 125 of each source
    private static final int ODD_BLOCKS = 12;
    private static final int UNDECODABLE = 100;
    private static final int HOSTILE_TIME = 50;
    private static final int BY_REFERENCE = 4;
    /** librdkafka takes 0 for the present. */
    private static final long JUST_AFTER_1970 = 1;

    private static final long TWO_HOURS = 7_200_000;
    private static final long YEAR_2100 = 4_102_444_800_000L;

    private final ImagePool pool;
    private final long seed;
    private final byte[][] broken;
    private final long[] hostileTimes;

    /** @param hostileTimes whether timestamps are hostile, too */
    NumberedImages(ImagePool pool, long seed, boolean hostileTimes) {
        this.pool = pool;
        this.seed = seed;
        this.hostileTimes = hostileTimes
                ? new long[] {JUST_AFTER_1970, System.currentTimeMillis() + TWO_HOURS, YEAR_2100, Long.MAX_VALUE}
                : new long[0];
        byte[] png = pool.value(0);
        this.broken = new byte[][] {{1, 2, 3}, {}, Arrays.copyOf(png, png.length / 2), null};
    }

    int source(int number) {
        return (int) Long.remainderUnsigned(mixed(number), SOURCES);
    }

    /** The index in the pool; empty if the image cannot be decoded. */
    OptionalInt image(int number) {
        long bits = mixed(number) >>> 8;
        if (bits % UNDECODABLE == 0) {
            return OptionalInt.empty();
        }
        long block = mixed(-1L - (long) (number / BLOCK) * SOURCES - source(number)) >>> 8;
        int choice = (int) (bits / UNDECODABLE % Integer.MAX_VALUE);
        return OptionalInt.of(
                block % ODD_BLOCKS == 0 ? pool.normal() + choice % ImagePool.ODD : choice % pool.normal());
    }

    /** The value of its record, which may be null. */
    byte[] value(int number) {
        OptionalInt image = image(number);
        return image.isPresent() ? pool.value(image.getAsInt()) : broken[number % broken.length];
    }

    /** Whether its record may refer to it in place of having it: every fourth that can be decoded. */
    boolean byReference(int number) {
        return image(number).isPresent() && (mixed(number) >>> 40) % BY_REFERENCE == 0;
    }

    /** The timestamp of its record; empty for the time at which it is sent. */
    OptionalLong timestamp(int number) {
        long bits = mixed(number) >>> 16;
        return hostileTimes.length == 0 || bits % HOSTILE_TIME != 0
                ? OptionalLong.empty()
                : OptionalLong.of(hostileTimes[(int) (bits / HOSTILE_TIME % hostileTimes.length)]);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    private long mixed(long number) {
        long bits = (number + seed * 0xd1342543de82ef95L) * 0x9e3779b97f4a7c15L;
        bits = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
        return bits ^ bits >>> 31;
    }
}
