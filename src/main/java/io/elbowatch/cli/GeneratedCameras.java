package io.elbowatch.cli;

import io.elbowatch.core.dataset.ImageSet;

/**
 * Cameras with generated images, for {@code feed --cameras}. Another jar provides them; found by {@link
 * java.util.ServiceLoader}.
 */
public interface GeneratedCameras {

    /** The images of this number of cameras: an endless set, the same at every call. @param cameras at least 1 */
    ImageSet open(int cameras);
}
