package io.elbowatch.lab.soak;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The settings offsets of all scores. In the order of a partition they never fall: an image is never judged by older
 * settings than one before it. Used by one thread.
 */
final class SettingsOrder {
    private static final long NOT_SCORED = Long.MIN_VALUE;
    private static final long START = -1; // the settings of the start are the oldest

    private final NumberedImages images;
    private final int partitions;
    private long[] offsets = new long[0]; // by number

    SettingsOrder(NumberedImages images, int partitions) {
        this.images = images;
        this.partitions = partitions;
    }

    /** Enters the settings offset of the score of an image; empty for the settings of the start. */
    void scored(int number, OptionalLong offset) {
        if (number >= offsets.length) {
            int before = offsets.length;
            offsets = Arrays.copyOf(offsets, Math.max(number + 1, 2 * before));
            Arrays.fill(offsets, before, offsets.length, NOT_SCORED);
        }
        offsets[number] = offset.orElse(START);
    }

    /** How many images were scored by a record of the settings topic. */
    int planned() {
        return (int) Arrays.stream(offsets).filter(offset -> offset > START).count();
    }

    /** By how many records images were scored. */
    int plansFollowed() {
        return (int) Arrays.stream(offsets)
                .filter(offset -> offset > START)
                .distinct()
                .count();
    }

    /** How many images have an older settings offset than an image before them in their partition. */
    int fallen() {
        long[] newest = new long[partitions];
        Arrays.fill(newest, START);
        int fallen = 0;
        for (int number = 0; number < offsets.length; number++) {
            int partition = images.source(number) % partitions;
            if (offsets[number] != NOT_SCORED) {
                fallen += offsets[number] < newest[partition] ? 1 : 0;
                newest[partition] = Math.max(newest[partition], offsets[number]);
            }
        }
        return fallen;
    }
}
