package io.elbowatch.lab.soak;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The outcome of every image as far as it has been read. Written by one thread; the counts may be read by any. */
final class Ledger {
    /** Which images were deleted. */
    interface Deleted {
        /** @param position of an image among all that were sent to this partition */
        boolean has(int partition, long position);
    }

    private final NumberedImages images;
    private final RecoveryWatch watch;
    private final BitSet seen = new BitSet();
    private final BitSet anomalous = new BitSet();
    private final BitSet announced = new BitSet(); // in the anomalies topic
    private final int[] last = new int[NumberedImages.SOURCES]; // number of the last scored image

    private volatile int distinct;
    private volatile int doubled;
    private volatile int disordered;
    private volatile int differing;
    private volatile int doubledAnomalies;

    Ledger(NumberedImages images, RecoveryWatch watch) {
        this.images = images;
        this.watch = watch;
        Arrays.fill(last, -1);
    }

    /** Enters a score. @return whether it is the first record of its image */
    boolean scored(int number, boolean asExpected, boolean isAnomalous) {
        boolean first = left(number);
        if (!asExpected) {
            differing++;
        }
        anomalous.set(number, isAnomalous);
        int source = images.source(number);
        if (first) {
            disordered += number < last[source] ? 1 : 0;
            last[source] = number;
        }
        return first;
    }

    /** Enters a rejection. */
    void rejected(int number, boolean asExpected) {
        left(number);
        if (!asExpected || images.image(number).isPresent()) {
            differing++;
        }
    }

    /** Enters a record of the anomalies topic. */
    void announced(int number) {
        doubledAnomalies += announced.get(number) ? 1 : 0;
        announced.set(number);
    }

    /** The image with this number; empty if it cannot be decoded. */
    OptionalInt image(int number) {
        return images.image(number);
    }

    /** The hostile timestamp of the image with this number; empty for most. */
    OptionalLong timestamp(int number) {
        return images.timestamp(number);
    }

    /**
     * Images without a record that were deleted. Images of a partition enter in the order of their numbers.
     *
     * @param sent images so far
     */
    int overtaken(int sent, Deleted deleted) {
        int[] next = new int[Soak.PARTITIONS];
        int overtaken = 0;
        for (int number = 0; number < sent; number++) {
            int partition = images.source(number) % Soak.PARTITIONS;
            boolean isDeleted = deleted.has(partition, next[partition]++);
            overtaken += isDeleted && !seen.get(number) ? 1 : 0;
        }
        return overtaken;
    }

    private boolean left(int number) {
        if (seen.get(number)) {
            doubled++;
            return false;
        }
        seen.set(number);
        watch.left(number, images.source(number) % Soak.PARTITIONS);
        distinct++;
        return true;
    }

    /** Images with at least one record. */
    int distinct() {
        return distinct;
    }

    /** Records beyond the first of an image. */
    int doubled() {
        return doubled;
    }

    /** Images whose first record came after that of a later image of the same source. */
    int disordered() {
        return disordered;
    }

    /** Records that differ from the undisturbed model. */
    int differing() {
        return differing;
    }

    /**
     * Anomalous images that are not exactly once in the anomalies topic, and others that are in it; valid at the end.
     */
    int wrongAnomalies() {
        BitSet wrong = (BitSet) anomalous.clone();
        wrong.xor(announced);
        return wrong.cardinality() + doubledAnomalies;
    }
}
