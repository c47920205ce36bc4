package io.elbowatch.core.evaluation;

import io.elbowatch.core.density.CalibrationFolds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Counts images that hardly differ from an earlier one, as those of a camera that stands still do. An image is alike if
 * it differs by at most half a level a pixel on average from one of the first 256 that are alike to none, or from the
 * image before it. The same images in the same order always give the same count, in {@code model/elbowatch_model/alike.py}
 * too.
 *
 * <p>Half a level: real parts under a fixed camera differ from the nearest of 200 others by 0.58 levels and more for 99 %
 * of the images, after scaling to 64x64. Every image of a camera that stands still differs by less, since scaling
 * averages its noise.
 */
public final class AlikeImages {
    private static final int MAX_KEPT = 256;

    private final List<Kept> kept = new ArrayList<>();
    /** Of each alike image its index and that of the earliest image that it is known to be alike to. */
    private final List<int[]> pairs = new ArrayList<>();

    private Kept previous;
    private int images;

    /** An image with the sum of its levels, which cannot differ by more than its pixels do. */
    private record Kept(int index, byte[] pixels, long sum) {}

    /** @param pixels of the same number for every image; not changed afterwards */
    public void add(byte[] pixels) {
        Kept image = new Kept(images++, pixels, sum(pixels));
        Optional<Kept> like = Stream.concat(kept.stream(), Stream.ofNullable(previous))
                .filter(other -> alike(other, image))
                .findFirst();
        if (like.isPresent()) {
            pairs.add(new int[] {image.index(), like.get().index()});
        } else if (kept.size() < MAX_KEPT) {
            kept.add(image);
        }
        previous = image;
    }

    /** The number of images that are alike to an earlier one. */
    public int count() {
        return pairs.size();
    }

    /** The number of images that are alike to one of another fold. @param folds of the same images */
    public int acrossFolds(CalibrationFolds folds) {
        return (int) pairs.stream()
                .filter(pair -> folds.of(pair[0]) != folds.of(pair[1]))
                .count();
    }

    private static boolean alike(Kept one, Kept other) {
        int allowed = one.pixels().length / 2;
        if (Math.abs(one.sum() - other.sum()) > allowed) {
            return false;
        }
        int difference = 0;
        for (int i = 0; i < one.pixels().length && difference <= allowed; i++) {
            difference += Math.abs((one.pixels()[i] & 0xff) - (other.pixels()[i] & 0xff));
        }
        return difference <= allowed;
    }

    private static long sum(byte[] pixels) {
        long sum = 0;
        for (byte pixel : pixels) {
            sum += pixel & 0xff;
        }
        return sum;
    }
}
