package io.elbowatch.lab.camera;

import java.util.Objects;

/**
 * One image from a camera.
 *
 * @param camera the source, which is the record's key
 * @param number of the frame, from 0
 * @param png the file, which may be truncated; must not be changed
 * @param truth its true content
 */
public record Frame(String camera, long number, byte[] png, FrameTruth truth) {

    public Frame {
        Objects.requireNonNull(camera, "camera");
        Objects.requireNonNull(png, "png");
        Objects.requireNonNull(truth, "truth");
    }
}
