package io.elbowatch.lab.camera;

/** The fault of one frame of a camera. */
sealed interface CameraFault {

    record None() implements CameraFault {}

    /** A board with a defect. @param pixels its length; 0 for any length */
    record Flaw(int pixels) implements CameraFault {}

    /** The file is truncated. */
    record BrokenFile() implements CameraFault {}

    record CoveredLens() implements CameraFault {}

    /** @param sigma of the Gaussian, pixels */
    record BlurredLens(double sigma) implements CameraFault {}

    /** There is no frame. */
    record Silence() implements CameraFault {}
}
