package io.elbowatch.report;

import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.replay.Replay;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A replay with what is known of its making.
 *
 * @param topic of the images
 * @param model the new one
 * @param alpha by which it judged
 * @param decider the label of what decided
 * @param rejected images that the new model did not score, by reason
 * @param before what it is compared with
 * @param cost of the new model
 * @param gaps what retention deleted of the range, in sentences
 * @param replay the comparison
 */
public record ReplaySummary(
        String topic,
        ModelIdentity model,
        double alpha,
        String decider,
        Map<String, Long> rejected,
        Before before,
        Cost cost,
        List<String> gaps,
        Replay replay) {

    /**
     * The old side.
     *
     * @param topic of the recorded scores; empty where a second bundle scored the images now
     * @param models name, version and hash of the old models, with the number of images of each
     * @param unreadable records of the scores topic that are no scores
     * @param repeated scores of an image that had one already; the last counts
     * @param foreign scores whose image has the coordinates, but not the time of one here
     * @param comparable whether the scores themselves are comparable, and not the p-values alone
     * @param cost of the second bundle; empty for recorded scores
     */
    public record Before(
            Optional<String> topic,
            Map<String, Long> models,
            long unreadable,
            long repeated,
            long foreign,
            boolean comparable,
            Optional<Cost> cost) {}

    /**
     * What scoring took.
     *
     * @param images that were decoded, and scored if they could be
     * @param seconds from the first to the last, with reading
     * @param threads that decoded and scored
     * @param workSeconds of decoding and scoring, of all threads together
     */
    public record Cost(long images, double seconds, int threads, double workSeconds) {
        double imagesPerSecond() {
            return seconds > 0 ? images / seconds : 0;
        }

        /** On one thread. */
        double millisAnImage() {
            return images == 0 ? 0 : 1000 * workSeconds / images;
        }
    }

    /** All images that the new model rejected. */
    long allRejected() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** A model in words. */
    public static String words(ModelIdentity model) {
        return model.name() + " " + model.version() + " "
                + model.sha256().substring(0, Math.min(12, model.sha256().length()));
    }
}
