package io.elbowatch.lab.camera;

import java.util.Objects;

/**
 * One image from a camera.
 *
 * @param camera the source, which is the record's key
 * @param number counts the camera's frames from 0
 * @param png the file as it came over the wire, possibly broken; not to be written to
 * @param truth what is really on it
 */
public record Frame(String camera, long number, byte[] png, FrameTruth truth) {

    public Frame {
        Objects.requireNonNull(camera, "camera");
        Objects.requireNonNull(png, "png");
        Objects.requireNonNull(truth, "truth");
    }
}
