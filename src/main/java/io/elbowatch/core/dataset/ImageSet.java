package io.elbowatch.core.dataset;

import io.elbowatch.core.image.ImageShape;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A set of images for feeding and scoring. It can be read any number of times, always in the same order, with one image
 * in memory at a time.
 */
public interface ImageSet {

    /** The largest image of a set: more than any topic takes, but it stops a disguised disk image. */
    int MAX_IMAGE_BYTES = 64 << 20;

    /**
     * Opens a folder (recursive, sorted by path; .png, .jpg, .jpeg, .jpe, .jfif and .raw, without hidden files), a zip of
     * such files, or an IDX file of unsigned bytes [N, H, W] or [N, H, W, C], gzipped or not.
     *
     * @throws ImageSetException if there is nothing at the path, no image, or something else
     */
    static ImageSet open(Path path) {
        return ImageSets.open(path);
    }

    /**
     * The images, read lazily. Close the stream.
     *
     * @throws ImageSetException here or from the stream, if an image cannot be read
     */
    Stream<SetImage> images();

    /** The number of images, if it is known without reading all of them. */
    OptionalLong size();

    /** The files beside the images that are images too, in formats that are not read. */
    default OtherFormats otherFormats() {
        return OtherFormats.NONE;
    }

    /** The groups of its images, if they are known without reading the images. */
    default Optional<Set<String>> groups() {
        return Optional.empty();
    }

    /** The shape of every image, if the format has one for all (IDX). */
    Optional<ImageShape> shape();
}
