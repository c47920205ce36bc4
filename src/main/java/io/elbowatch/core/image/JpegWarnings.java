package io.elbowatch.core.image;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** The first warning of one decoding after which pixels may be made up. Harmless ones are not kept. */
final class JpegWarnings implements IIOReadWarningListener {
    private String first;

    /** libjpeg's words: what lies between two scans, and parameters that baseline does not use, change no pixel. */
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
