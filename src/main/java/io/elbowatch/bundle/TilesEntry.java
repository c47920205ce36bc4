package io.elbowatch.bundle;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

import static io.elbowatch.bundle.Manifest.require;

/**
 * The tiles into which an image is cut. The graph takes tiles.
 *
 * @param overlap the pixels that neighbours have in common, at least
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TilesEntry(int height, int width, int overlap) {

    /** @param least overlap: that of windows of pixels, each of which lies in a tile then */
    void check(Manifest.Image image, int least) {
        require(
                height >= 1 && width >= 1 && height <= image.height() && width <= image.width(),
                "tiles",
                "must be at least 1x1 and at most as large as the image, not " + height + "x" + width);
        int most = Math.min(height, width) - 1;
        require(
                overlap >= least && overlap <= most,
                "tiles.overlap",
                "must be " + least + " to " + most + " pixels, not " + overlap);
    }
}
