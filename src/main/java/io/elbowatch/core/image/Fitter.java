package io.elbowatch.core.image;

import io.elbowatch.core.image.Preprocessing.Fit;
import java.util.Objects;

/**
 * Brings a decoded image to the height and width of the model: crop, then resize. An image of this size passes
 * unchanged. An image of 8 bits for a model of 16 is resized first, so that its levels are those of a model of 8.
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
            return image.inDepth(shape.depth()).pixels();
        }
        Planes cropped = cropped(image);
        checkResize(shown(image.height(), image.width()));
        return Resizer.resize(cropped, shape.height(), shape.width())
                .inDepth(shape.depth())
                .pixels();
    }

    /** Limits what resizing this part of an image passes through. */
    void checkResize(Rectangle shown) throws UnfitImageException {
        if (shown.height() != shape.height() || shown.width() != shape.width()) {
            SizeCheck.checkPixels(
                    limits,
                    (long) shown.height() * shape.width(),
                    "resizing passes through " + shape.width() + "x" + shown.height());
        }
    }

    /** The part of an image of this size that the model sees. */
    Rectangle shown(int height, int width) {
        if (fit == Fit.STRETCH) {
            return new Rectangle(0, 0, width, height);
        }
        if ((long) width * shape.height() > (long) height * shape.width()) {
            int part = scaled(height, shape.width(), shape.height());
            return new Rectangle((width - part) / 2, 0, part, height);
        }
        int part = scaled(width, shape.height(), shape.width());
        return new Rectangle(0, (height - part) / 2, width, part);
    }

    private Planes cropped(Planes image) {
        Rectangle shown = shown(image.height(), image.width());
        return shown.width() == image.width() && shown.height() == image.height()
                ? image
                : image.part(shown.row(), shown.column(), shown.height(), shown.width());
    }

    private static int scaled(int side, int numerator, int denominator) {
        long rounded = (2L * side * numerator + denominator) / (2L * denominator);
        return (int) Math.max(1, rounded);
    }
}
