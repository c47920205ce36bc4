package io.elbowatch.bundle;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.elbowatch.core.elbo.Mask;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.image.MaskPicture;
import java.util.List;

/**
 * What a manifest says about the mask of a bundle.
 *
 * @param file a PNG in the bundle, white where a pixel of the input counts
 * @param sha256 of its bytes, hexadecimal
 * @param fill the level of each channel that excluded pixels get, 0 to 255 // [C]
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record MaskEntry(String file, String sha256, List<Integer> fill) {

    MaskEntry {
        if (file == null || !file.matches("[A-Za-z0-9._-]+") || sha256 == null) {
            throw new IllegalArgumentException("mask must have file (a plain name) and sha256");
        }
        if (fill == null || fill.stream().anyMatch(level -> level == null || level < 0 || level > 255)) {
            throw new IllegalArgumentException("mask.fill must be levels from 0 to 255");
        }
        fill = List.copyOf(fill);
    }

    /** @throws IllegalArgumentException if the levels are not those of the channels */
    void checkChannels(int channels) {
        if (fill.size() != channels) {
            throw new IllegalArgumentException(
                    "mask.fill must have a level for each channel, " + channels + ", not " + fill.size());
        }
    }

    /** The mask in a picture. @throws IllegalArgumentException if that is not a mask of such an image */
    Mask read(byte[] picture, ImageShape image) {
        byte[] levels = new byte[fill.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = fill.get(i).byteValue();
        }
        return new Mask(image, MaskPicture.counts(picture, image.height(), image.width()), levels);
    }
}
