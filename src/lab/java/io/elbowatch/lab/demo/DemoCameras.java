package io.elbowatch.lab.demo;

import io.elbowatch.cli.GeneratedCameras;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.lab.camera.CameraSet;

/** The demo's cameras for {@code feed --cameras}. They do not play the demo's story: faults come by chance. */
public final class DemoCameras implements GeneratedCameras {

    @Override
    public ImageSet open(int cameras) {
        return CameraSet.byChance(cameras);
    }
}
