package io.elbowatch.lab.camera;

import io.elbowatch.lab.board.Defect;

/** The true content of a frame. The demo compares verdicts with it; the stream does not use it. */
public sealed interface FrameTruth {

    /** One lower-case word for headers and tables. */
    String label();

    /** A board without defects. */
    record Normal() implements FrameTruth {
        @Override
        public String label() {
            return "normal";
        }
    }

    /** A board with a defect. */
    record Flawed(Defect defect) implements FrameTruth {
        @Override
        public String label() {
            return defect.kind().label();
        }
    }

    /** Something lies on the lens: a dark image. */
    record CoveredLens() implements FrameTruth {
        @Override
        public String label() {
            return "covered_lens";
        }
    }

    /** The lens is out of focus: a normal board, blurred. Sigma of the Gaussian in pixels. */
    record BlurredLens(double sigma) implements FrameTruth {
        @Override
        public String label() {
            return "blurred_lens";
        }
    }

    /** A normal board with a truncated PNG file: a rejection, not an anomaly. */
    record TruncatedFile(int bytesKept, int bytesWhole) implements FrameTruth {
        @Override
        public String label() {
            return "truncated_file";
        }
    }
}
