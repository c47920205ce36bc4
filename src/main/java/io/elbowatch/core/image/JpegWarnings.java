package io.elbowatch.core.image;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Keeps the first warning of a decoding that means invented pixels, and ignores harmless ones. */
final class JpegWarnings implements IIOReadWarningListener {
    private String first;

    /** The texts are libjpeg's. Bytes between two scans, and parameters that baseline does not use, change no pixel. */
    @Override
    public void warningOccurred(ImageReader source, String warning) {
        boolean harmless = warning.contains("extraneous bytes") || warning.contains("Invalid SOS parameters");
        if (first == null && !harmless) {
            first = warning;
        }
    }

    void check() throws UnfitImageException {
        if (first != null) {
            throw UnfitImageException.undecodable("the JPEG's image data are damaged: " + first);
        }
    }
}
