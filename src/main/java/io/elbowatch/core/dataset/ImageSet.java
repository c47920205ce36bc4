package io.elbowatch.core.dataset;

import io.elbowatch.core.image.ImageShape;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A set of images for feeding and scoring. It can be read any number of times, always in the same order, and holds no more
 * than one image in memory at once.
 */
public interface ImageSet {

    /** Most bytes of one image of a set: room for any image that a topic takes, not for a disguised disk image. */
    int MAX_IMAGE_BYTES = 64 << 20;

    /**
     * Opens what lies at a path: a folder (recursive, sorted by path; .png, .jpg, .jpeg and .raw, hidden files left out), a
     * zip of such files, or an IDX file of unsigned bytes [N, H, W] or [N, H, W, C], gzipped or not.
     *
     * @throws ImageSetException if there is nothing, no image, or something else
     */
    static ImageSet open(Path path) {
        return ImageSets.open(path);
    }

    /**
     * The images, read as the stream goes on; close it.
     *
     * @throws ImageSetException here or from the stream, if an image cannot be read
     */
    Stream<SetImage> images();

    /** How many there are, if that is known without reading or walking over all of them. */
    OptionalLong size();

    /** The shape that every image of the set has, if its format says so (IDX). */
    Optional<ImageShape> shape();
}
