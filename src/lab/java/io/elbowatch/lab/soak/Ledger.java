package io.elbowatch.lab.soak;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;

/**
 * What became of every image, as far as it has been read: a few bits for each. Used by one thread; what it counts may be read by others.
 */
final class Ledger {
    private final NumberedImages images;
    private final BitSet seen = new BitSet();
    private final BitSet anomalous = new BitSet();
    private final BitSet announced = new BitSet(); // in the topic of anomalies
    private final int[] last = new int[NumberedImages.SOURCES]; // the number that was scored last

    private volatile int distinct;
    private volatile int doubled;
    private volatile int disordered;
    private volatile int differing;
    private volatile int doubledAnomalies;

    Ledger(NumberedImages images) {
        this.images = images;
        Arrays.fill(last, -1);
    }

    /** An image left for scores. @return whether for the first time */
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

    /** An image left for rejected. */
    void rejected(int number) {
        left(number);
        if (images.image(number).isPresent()) {
            differing++;
        }
    }

    /** An image was repeated in anomalies. */
    void announced(int number) {
        doubledAnomalies += announced.get(number) ? 1 : 0;
        announced.set(number);
    }

    /** The image of a number that was scored; empty where it cannot be decoded. */
    OptionalInt image(int number) {
        return images.image(number);
    }

    private boolean left(int number) {
        if (seen.get(number)) {
            doubled++;
            return false;
        }
        seen.set(number);
        distinct++;
        return true;
    }

    /** Images that left at least once. */
    int distinct() {
        return distinct;
    }

    /** Records beyond the first of an image. */
    int doubled() {
        return doubled;
    }

    /** Images that left, for the first time, after a later one of their source. */
    int disordered() {
        return disordered;
    }

    /** Records that say something else than the undisturbed model. */
    int differing() {
        return differing;
    }

    /** Anomalous images that are not once in the topic of anomalies, and others that are; to be asked at the end. */
    int wrongAnomalies() {
        BitSet wrong = (BitSet) anomalous.clone();
        wrong.xor(announced);
        return wrong.cardinality() + doubledAnomalies;
    }
}
