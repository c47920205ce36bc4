package io.elbowatch.core.image;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Keeps the first warning of a decoding that its image is rejected for, and ignores the others. */
final class JpegWarnings implements IIOReadWarningListener {
    private final boolean strict;
    private String first;

    /** @param strict whether scans that contradict each other reject the image; their data are complete */
    JpegWarnings(boolean strict) {
        this.strict = strict;
    }

    /** The texts are libjpeg's. Bytes between two scans, and parameters that baseline does not use, change no pixel. */
    @Override
    public void warningOccurred(ImageReader source, String warning) {
        boolean harmless = warning.contains("extraneous bytes")
                || warning.contains("Invalid SOS parameters")
                || (!strict && warning.contains("Inconsistent progression"));
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
