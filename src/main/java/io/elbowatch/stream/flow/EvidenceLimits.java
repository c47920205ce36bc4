package io.elbowatch.stream.flow;

/**
 * Limits the pictures of anomalous images. A picture needs a second run of the model, and a covered lens makes every
 * image anomalous: without a limit the work would double.
 *
 * @param perMinute pictures of one source per minute, 0 for none; after a quiet minute all of them may come at once
 */
public record EvidenceLimits(int perMinute) {
    public static final EvidenceLimits DEFAULT = new EvidenceLimits(30);

    public EvidenceLimits {
        if (perMinute < 0) {
            throw new IllegalArgumentException("perMinute must be 0 or more, not " + perMinute);
        }
    }
}
