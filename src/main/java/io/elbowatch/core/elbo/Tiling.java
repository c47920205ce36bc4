package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.image.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How an image is cut into tiles for a graph that is smaller than the image. All tiles have the shape of the graph's
 * input, lie inside the image and cover it. Neighbours overlap; the last tile of a row or column ends with the image,
 * so that it may overlap more. {@code model/elbowatch_model/tiles.py} cuts in the same way.
 *
 * @param image the shape of an image, [C, H, W]
 * @param tile the shape of a tile, [C, Ht, Wt]
 * @param overlap the pixels that neighbours have in common, at least
 */
public record Tiling(ImageShape image, ImageShape tile, int overlap) {

    public Tiling {
        Objects.requireNonNull(image, "image");
        if (tile.channels() != image.channels()
                || tile.depth() != image.depth()
                || tile.height() > image.height()
                || tile.width() > image.width()) {
            throw new IllegalArgumentException("tiles of " + tile + " do not fit into an image of " + image);
        }
        if (overlap < 0 || overlap >= Math.min(tile.height(), tile.width())) {
            throw new IllegalArgumentException("the overlap must be 0 to " + (Math.min(tile.height(), tile.width()) - 1)
                    + " pixels, not " + overlap);
        }
    }

    /** No tiles: the graph takes the whole image. */
    public static Tiling none(ImageShape image) {
        return new Tiling(image, image, 0);
    }

    /** Whether the graph takes the whole image. */
    public boolean isNone() {
        return image.equals(tile);
    }

    /** The places of the tiles in the image, row by row. */
    public List<Rectangle> places() {
        List<Rectangle> places = new ArrayList<>();
        for (int row : starts(image.height(), tile.height())) {
            for (int column : starts(image.width(), tile.width())) {
                places.add(new Rectangle(column, row, tile.width(), tile.height()));
            }
        }
        return places;
    }

    private List<Integer> starts(int side, int tileSide) {
        List<Integer> starts = new ArrayList<>();
        for (int start = 0; start + tileSide < side; start += tileSide - overlap) {
            starts.add(start);
        }
        starts.add(side - tileSide);
        return starts;
    }

    /** The pixels of a tile // [C, Ht, Wt]. @param pixels of the image, [C, H, W] @param place of {@link #places} */
    public byte[] cut(byte[] pixels, Rectangle place) {
        byte[] cut = new byte[tile.bytes()];
        int bytes = image.depth() / 8;
        for (int channel = 0; channel < tile.channels(); channel++) {
            for (int row = 0; row < tile.height(); row++) {
                int from = (channel * image.height() + place.row() + row) * image.width() + place.column();
                int to = (channel * tile.height() + row) * tile.width();
                System.arraycopy(pixels, from * bytes, cut, to * bytes, tile.width() * bytes);
            }
        }
        return cut;
    }
}
