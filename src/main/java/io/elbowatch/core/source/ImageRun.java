package io.elbowatch.core.source;

import java.util.Objects;

/**
 * Consecutive images of one source, at least one. Of those that are equally bad the first is the worst.
 *
 * @param first where it begins
 * @param images how many, never beyond {@link Integer#MAX_VALUE}
 * @param anomalous how many of them are
 * @param worst the one of the lowest p-value
 */
public record ImageRun(ImagePlace first, int images, int anomalous, Worst worst) {

    /**
     * The worst image of a stretch.
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

    /** The same with one image more; an incident that outlasts 2³¹ images stops counting. */
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
