package io.elbowatch.lab.demo;

import io.elbowatch.lab.camera.CameraSet;
import io.elbowatch.lab.camera.Story;
import java.util.Optional;

/**
 * The outcome of one image, from a record of the output topics.
 *
 * @param source the record's key
 * @param imageName which image it was
 * @param ageMillis from the creation of the image's record until its result was read
 * @param result score or rejection
 */
public record Outcome(String source, String imageName, long ageMillis, Result result) {

    /** Scored or rejected. */
    public sealed interface Result {}

    /**
     * The image has a score.
     *
     * @param local in nats
     * @param unlike the feature that is furthest out, in words; empty where the image as a whole is not the reason
     */
    public record Scored(boolean anomalous, double pValue, double local, String unlike) implements Result {}

    /** The image has no score, for this reason. */
    public record Rejected(String reason, String detail) implements Result {}

    public boolean anomalous() {
        return result instanceof Scored scored && scored.anomalous();
    }

    /** The chapter of the demo's story, if the demo made the image. */
    public Optional<Story.Chapter> chapter() {
        return CameraSet.chapter(imageName);
    }

    /** The true content of the image, if the demo made it. */
    public Optional<String> truth() {
        return CameraSet.truth(imageName);
    }
}
