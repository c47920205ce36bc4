package io.elbowatch.lab.camera;

/** What is wrong with one frame of a camera. */
sealed interface Fault {

    record None() implements Fault {}

    /** A board with a defect. @param pixels how long; 0 for any length */
    record Flaw(int pixels) implements Fault {}

    /** The file breaks off. */
    record BrokenFile() implements Fault {}

    record CoveredLens() implements Fault {}

    /** @param sigma of the Gaussian, pixels */
    record BlurredLens(double sigma) implements Fault {}

    /** There is no frame. */
    record Silence() implements Fault {}
}
