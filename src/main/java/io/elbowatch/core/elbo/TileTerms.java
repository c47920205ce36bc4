package io.elbowatch.core.elbo;

import java.util.List;
import java.util.Set;

/**
 * The terms of an image from those of its tiles, added one by one. Sums over the image are the sums of its tiles, in
 * double precision: pixels that tiles have in common count in each of them. {@code local} is the largest of the tiles,
 * so that the window of one tile decides. A feature is the mean of the tiles, or their maximum where it is one itself.
 */
final class TileTerms {
    /** Features of the worst or brightest place. */
    private static final Set<String> LARGEST =
            Set.of("log_local", "log_local_row", "log_local_column", "brightness_highest");

    private final boolean[] largest; // [F]
    private final double[] features; // [F]: sums or maxima
    private double reconstructionNll;
    private double floor;
    private double kl;
    private float local = Float.NEGATIVE_INFINITY;
    private int tiles;

    /** @param names of the features, in their order */
    TileTerms(List<String> names) {
        largest = new boolean[names.size()];
        features = new double[names.size()];
        for (int i = 0; i < largest.length; i++) {
            largest[i] = LARGEST.contains(names.get(i));
            features[i] = largest[i] ? Double.NEGATIVE_INFINITY : 0;
        }
    }

    void add(ElboTerms tile) {
        tiles++;
        reconstructionNll += tile.reconstructionNll();
        floor += tile.floor();
        kl += tile.kl();
        local = Math.max(local, tile.local()); // NaN if one of them is
        for (int i = 0; i < features.length; i++) {
            float feature = tile.features().get(i);
            features[i] = largest[i] ? Math.max(features[i], feature) : features[i] + feature;
        }
    }

    /** The terms of the image; there must be one tile or more. */
    ElboTerms terms() {
        float[] found = new float[features.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = (float) (largest[i] ? features[i] : features[i] / tiles);
        }
        return new ElboTerms((float) reconstructionNll, (float) floor, (float) kl, local, Features.of(found));
    }
}
