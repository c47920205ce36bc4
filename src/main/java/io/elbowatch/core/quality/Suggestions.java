package io.elbowatch.core.quality;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * What several α would have given on the same labelled images. It changes nothing.
 *
 * @param inForce the α of the latest decision
 * @param reportedLabels sure labels of reported images
 * @param reviewLabels sure labels of images that were drawn for review and not reported
 * @param alphas ascending
 */
public record Suggestions(double inForce, int reportedLabels, int reviewLabels, List<SuggestedAlpha> alphas) {
    /** So many α at once at most. */
    public static final int MAX = 100;

    public Suggestions {
        alphas = List.copyOf(alphas);
    }

    /** @param further α beside those around that in force, each between 0 and 1 */
    public static Suggestions of(List<LabelledImage> images, double inForce, Collection<Double> further) {
        TreeSet<Double> alphas = new TreeSet<>(SuggestedAlpha.around(inForce));
        alphas.addAll(further);
        List<LabelledImage> sure =
                images.stream().filter(image -> image.truth().sure()).toList();
        return new Suggestions(
                inForce,
                (int) sure.stream().filter(LabelledImage::reported).count(),
                (int) sure.stream()
                        .filter(image -> !image.reported() && image.why() != Choice.OTHER)
                        .count(),
                SuggestedAlpha.table(images, inForce, new ArrayList<>(alphas)));
    }
}
