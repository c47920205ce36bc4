package io.elbowatch.lab.camera;

import io.elbowatch.lab.board.Defect;

/** What is really on a frame. The demo holds verdicts against it; the stream never sees it. */
public sealed interface FrameTruth {

    /** The truth in one lower-case word, as in headers and tables. */
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

    /** A normal board whose PNG file breaks off: a rejection, not an anomaly. */
    record TruncatedFile(int bytesKept, int bytesWhole) implements FrameTruth {
        @Override
        public String label() {
            return "truncated_file";
        }
    }
}
