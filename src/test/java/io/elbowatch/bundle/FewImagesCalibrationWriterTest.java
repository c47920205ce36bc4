package io.elbowatch.bundle;

import java.io.IOException;

/** The same for 41 images: a single component, whose covariance is shrunk. */
class FewImagesCalibrationWriterTest extends CalibrationWriterTest {
    FewImagesCalibrationWriterTest() throws IOException {}

    @Override
    String block() {
        return "/few";
    }

    @Override
    int components() {
        return 1;
    }
}
