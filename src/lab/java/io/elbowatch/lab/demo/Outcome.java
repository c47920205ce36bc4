package io.elbowatch.lab.demo;

import io.elbowatch.lab.camera.CameraSet;
import io.elbowatch.lab.camera.Story;
import java.util.Optional;

/**
 * What became of one image, as a reader of the output topics sees it.
 *
 * @param source the record's key
 * @param imageName which image it was
 * @param ageMillis from when it was produced to when its result could be read
 * @param result score or rejection
 */
public record Outcome(String source, String imageName, long ageMillis, Result result) {

    /** Scored or rejected. */
    public sealed interface Result {}

    /** The image has a score; loss, local and density in nats. */
    public record Scored(boolean anomalous, double pValue, double elboLoss, double local, double density)
            implements Result {}

    /** The image has none, for this reason. */
    public record Rejected(String reason, String detail) implements Result {}

    public boolean anomalous() {
        return result instanceof Scored scored && scored.anomalous();
    }

    /** Which part of the demo's story it belongs to, if the demo made it. */
    public Optional<Story.Chapter> chapter() {
        return CameraSet.chapter(imageName);
    }

    /** What the demo itself knows of the image, if it made it. */
    public Optional<String> truth() {
        return CameraSet.truth(imageName);
    }
}
