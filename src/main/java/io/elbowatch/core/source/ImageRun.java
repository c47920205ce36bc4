package io.elbowatch.core.source;

import java.util.Objects;

/**
 * Consecutive images of one source, at least one. Among equally bad images the first counts as the worst.
 *
 * @param first its first image
 * @param images their number, at most {@link Integer#MAX_VALUE}
 * @param anomalous the number of anomalous ones
 * @param worst the image with the lowest p-value
 */
public record ImageRun(ImagePlace first, int images, int anomalous, Worst worst) {

    /**
     * The worst image of a run.
     *
     * @param evidence whether there is a picture of it
     */
    public record Worst(ImagePlace place, double pValue, boolean evidence) {

        public Worst {
            Objects.requireNonNull(place, "place");
        }

        private static Worst of(SeenImage image) {
            return new Worst(image.place(), image.pValue(), image.evidence());
        }
    }

    public ImageRun {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(worst, "worst");
        if (images < 1 || anomalous < 0 || anomalous > images) {
            throw new IllegalArgumentException(anomalous + " anomalous of " + images + " images");
        }
    }

    static ImageRun of(SeenImage image) {
        return new ImageRun(image.place(), 1, image.anomalous() ? 1 : 0, Worst.of(image));
    }

    /** The same with one more image. Beyond 2³¹ − 1 images the run no longer changes. */
    ImageRun with(SeenImage image) {
        if (images == Integer.MAX_VALUE) {
            return this;
        }
        return new ImageRun(
                first,
                images + 1,
                anomalous + (image.anomalous() ? 1 : 0),
                image.pValue() < worst.pValue() ? Worst.of(image) : worst);
    }
}
