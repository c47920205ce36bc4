package io.elbowatch.stream.flow;

/**
 * How many anomalous images are pictured: a covered lens makes every image anomalous, and the second run of the model that a picture
 * takes would double the work.
 *
 * @param perMinute pictures of one source a minute, 0 for none; as many may come at once after a quiet minute
 */
public record EvidenceLimits(int perMinute) {
    public static final EvidenceLimits DEFAULT = new EvidenceLimits(30);

    public EvidenceLimits {
        if (perMinute < 0) {
            throw new IllegalArgumentException("perMinute must be 0 or more, not " + perMinute);
        }
    }
}
