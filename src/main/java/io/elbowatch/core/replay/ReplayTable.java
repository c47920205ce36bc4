package io.elbowatch.core.replay;

import io.elbowatch.core.quality.Truth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The images of a range with what the new model says of them and, where it is known, the old one. Images are added
 * first, by ascending offset in each partition; then come the outcomes of the old model, in any order. Used by one
 * thread.
 */
public final class ReplayTable {
    /** Of memory, for each image, while it is compared. */
    public static final int BYTES_AN_IMAGE = ReplayLane.BYTES_A_ROW + 4 * Double.BYTES;

    /** The source of images without one. */
    public static final String NO_SOURCE = "";

    /** What became of an outcome of the old model. */
    public enum Joined {
        /** It belongs to an image that has none yet. */
        FIRST,
        /** It replaces that of an earlier record. */
        AGAIN,
        /** No image of the table has these coordinates. */
        UNKNOWN,
        /** The image with these coordinates has another time: the topic was made anew. */
        OF_ANOTHER_TOPIC
    }

    private final SortedMap<Integer, ReplayLane> lanes = new TreeMap<>();
    private final Map<String, Integer> sourceIds = new HashMap<>();
    private final List<String> sources = new ArrayList<>();
    private long earliestMillis = Long.MAX_VALUE;

    /** Adds an image that the new model scored. */
    public void add(int partition, long offset, long timestampMillis, String source, Outcome now) {
        int id = sourceIds.computeIfAbsent(source, name -> {
            sources.add(name);
            return sources.size() - 1;
        });
        lanes.computeIfAbsent(partition, number -> new ReplayLane()).add(offset, timestampMillis, id, now);
        earliestMillis = Math.min(earliestMillis, timestampMillis);
    }

    /** Notes what the old model says of an image. @param timestampMillis of the image */
    public Joined old(int partition, long offset, long timestampMillis, Outcome before) {
        ReplayLane lane = lanes.get(partition);
        int row = lane == null ? -1 : lane.find(offset);
        if (row < 0) {
            return Joined.UNKNOWN;
        }
        if (lane.timestampMillis(row) >= 0 && lane.timestampMillis(row) != timestampMillis) {
            return Joined.OF_ANOTHER_TOPIC;
        }
        Joined joined = lane.is(row, ReplayLane.OLD_KNOWN) ? Joined.AGAIN : Joined.FIRST;
        lane.old(row, before);
        return joined;
    }

    /**
     * Notes what a person says of an image, once. An unsure label is none.
     *
     * @param drawn whether the image was drawn for review, so that it stands for others; of what the old model did not
     *     report no other label counts
     * @return whether it counts
     */
    public boolean label(int partition, long offset, OptionalLong timestampMillis, Truth truth, boolean drawn) {
        ReplayLane lane = lanes.get(partition);
        int row = lane == null ? -1 : lane.find(offset);
        if (row < 0
                || !truth.sure()
                || timestampMillis.isPresent() && timestampMillis.getAsLong() != lane.timestampMillis(row)
                || !drawn && !lane.is(row, ReplayLane.OLD_ANOMALOUS)) {
            return false;
        }
        lane.label(row, truth == Truth.DEFECT);
        return true;
    }

    /** The time of the earliest image. There is at least one. */
    public long earliestMillis() {
        return earliestMillis;
    }

    public long images() {
        return lanes.values().stream().mapToLong(ReplayLane::size).sum();
    }

    List<String> sources() {
        return sources;
    }

    SortedMap<Integer, ReplayLane> lanes() {
        return lanes;
    }
}
