package io.elbowatch.lab.demo;

import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.image.ImageShape;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The images at the beginning of a set.
 *
 * @param set with all images
 * @param count largest number of images
 */
record FirstImages(ImageSet set, int count) implements ImageSet {

    @Override
    public Stream<SetImage> images() {
        return set.images().limit(count);
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.empty();
    }

    @Override
    public Optional<ImageShape> shape() {
        return set.shape();
    }
}
