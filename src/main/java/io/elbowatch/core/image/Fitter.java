package io.elbowatch.core.image;

import io.elbowatch.core.image.Preprocessing.Fit;
import java.util.Objects;

/**
 * Brings a decoded image to the height and width of the model: crop, then resize. An image of this size passes
 * unchanged.
 *
 * <p>The crop is the largest centred box with the aspect ratio of the model. The side that is too long becomes {@code
 * other side * ratio}, rounded to nearest, at least 1. It begins at half of the surplus, rounded down.
 */
final class Fitter {
    private final ImageShape shape;
    private final Fit fit;
    private final DecodeLimits limits;

    Fitter(Preprocessing preprocessing, DecodeLimits limits) {
        this.shape = preprocessing.shape();
        this.fit = preprocessing.fit();
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /** The pixels of the model // [C, H, W]. */
    byte[] fit(Planes image) throws UnfitImageException {
        if (image.hasShape(shape)) {
            return image.pixels();
        }
        Planes cropped = fit == Fit.CROP ? crop(image) : image;
        SizeCheck.checkPixels(
                limits,
                (long) cropped.height() * shape.width(),
                "resizing passes through " + shape.width() + "x" + cropped.height());
        return Resizer.resize(cropped, shape.height(), shape.width()).pixels();
    }

    private Planes crop(Planes image) {
        int height = image.height();
        int width = image.width();
        if ((long) width * shape.height() > (long) height * shape.width()) {
            int part = scaled(height, shape.width(), shape.height());
            return image.part(0, (width - part) / 2, height, part);
        }
        int part = scaled(width, shape.height(), shape.width());
        return part == height ? image : image.part((height - part) / 2, 0, part, width);
    }

    private static int scaled(int side, int numerator, int denominator) {
        long rounded = (2L * side * numerator + denominator) / (2L * denominator);
        return (int) Math.max(1, rounded);
    }
}
