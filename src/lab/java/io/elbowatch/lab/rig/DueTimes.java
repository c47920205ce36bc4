package io.elbowatch.lab.rig;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalLong;

/**
 * The time at which each image was due to be sent, by partition and offset. An image is outstanding from its entry
 * until its first result is found. Any number of threads may use it.
 */
final class DueTimes {
    private final long[][] due; // [P, images of the partition], nanoseconds
    private final int[] sent; // [P]
    private final BitSet[] found; // [P]
    private long outstanding;
    private long matched;
    private long doubled;

    DueTimes(int partitions) {
        due = new long[partitions][1024];
        sent = new int[partitions];
        found = new BitSet[partitions];
        Arrays.setAll(found, partition -> new BitSet());
    }

    /** Enters the next image of a partition. @return the offset that it must get there */
    synchronized long enter(int partition, long dueNanos) {
        int offset = sent[partition]++;
        if (offset == due[partition].length) {
            due[partition] = Arrays.copyOf(due[partition], 2 * offset);
        }
        due[partition][offset] = dueNanos;
        outstanding++;
        return offset;
    }

    /** Finds the image of a result. @return when it was due; empty for the second result of an image */
    synchronized OptionalLong find(int partition, long offset) {
        if (offset >= sent[partition]) {
            throw new IllegalStateException("a result of image " + partition + "/" + offset + ", which was never sent");
        }
        int index = Math.toIntExact(offset);
        if (found[partition].get(index)) {
            doubled++;
            return OptionalLong.empty();
        }
        found[partition].set(index);
        outstanding--;
        matched++;
        return OptionalLong.of(due[partition][index]);
    }

    /** Images with a result so far. */
    synchronized long matched() {
        return matched;
    }

    /** Images without a result so far. */
    synchronized long outstanding() {
        return outstanding;
    }

    /** Results beyond the first of an image. */
    synchronized long doubled() {
        return doubled;
    }
}
