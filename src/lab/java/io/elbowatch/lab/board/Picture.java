package io.elbowatch.lab.board;

import io.elbowatch.core.image.ImageEncoder;
import io.elbowatch.core.image.ImageShape;

/** An immutable grey image: unsigned bytes, [height, width], 0 is black. */
public final class Picture {
    private final int width;
    private final int height;
    private final byte[] pixels; // [height, width]

    public Picture(int width, int height, byte[] pixels) {
        if (width < 1 || height < 1 || pixels.length != width * height) {
            throw new IllegalArgumentException(pixels.length + " pixels are no " + width + "x" + height + " image");
        }
        this.width = width;
        this.height = height;
        this.pixels = pixels.clone();
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The grey value 0 … 255 of one pixel. */
    public int at(int column, int row) {
        return pixels[row * width + column] & 0xff;
    }

    /** A copy of the bytes, [height, width]. */
    public byte[] pixels() {
        return pixels.clone();
    }

    /** The PNG file. */
    public byte[] png() {
        return ImageEncoder.png(new ImageShape(1, height, width), pixels);
    }
}
