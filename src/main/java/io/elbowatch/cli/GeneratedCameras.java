package io.elbowatch.cli;

import io.elbowatch.core.dataset.ImageSet;

/**
 * Cameras that see generated images, for {@code feed --cameras}. Another jar brings them; found by {@link
 * java.util.ServiceLoader}.
 */
public interface GeneratedCameras {

    /** What this number of cameras sees: an endless set, the same at every call. @param cameras at least 1 */
    ImageSet open(int cameras);
}
