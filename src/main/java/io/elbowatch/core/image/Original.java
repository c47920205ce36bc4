package io.elbowatch.core.image;

import java.util.Objects;

/**
 * The image that a model's input was made of: as its file stores it, or turned as EXIF asks for, if the bundle does so.
 * It says where a place of the input lies in that image.
 *
 * @param width of the image, pixels
 * @param height of the image, pixels
 * @param orientation EXIF's, 1 (none) to 8
 * @param turned whether the image was turned by the orientation; if not, viewers turn it
 * @param shown the part of the image that the input shows; the rest was cropped
 * @param input shape of the input, [C, H, W]
 */
public record Original(int width, int height, int orientation, boolean turned, Rectangle shown, ImageShape input) {

    public Original {
        Objects.requireNonNull(input, "input");
        if (shown.column() + shown.width() > width || shown.row() + shown.height() > height) {
            throw new IllegalArgumentException(shown + " is not inside " + width + "x" + height);
        }
    }

    /** An image as it is stored. */
    public Original(int width, int height, int orientation, Rectangle shown, ImageShape input) {
        this(width, height, orientation, false, shown, input);
    }

    /** An image that is the input itself. */
    public static Original same(ImageShape input) {
        return new Original(
                input.width(),
                input.height(),
                ExifOrientation.NONE,
                new Rectangle(0, 0, input.width(), input.height()),
                input);
    }

    /** The smallest rectangle of the image that holds all pixels of a rectangle of the input. */
    public Rectangle of(Rectangle place) {
        int left = scaled(place.column(), shown.width(), input.width());
        int top = scaled(place.row(), shown.height(), input.height());
        int right = ceiling(place.column() + place.width(), shown.width(), input.width());
        int bottom = ceiling(place.row() + place.height(), shown.height(), input.height());
        return new Rectangle(shown.column() + left, shown.row() + top, right - left, bottom - top);
    }

    /** at · shown / input, rounded down. */
    private static int scaled(int at, int shown, int input) {
        return (int) ((long) at * shown / input);
    }

    /** at · shown / input, rounded up. */
    private static int ceiling(int at, int shown, int input) {
        return (int) (((long) at * shown + input - 1) / input);
    }
}
