package io.elbowatch.stream.wire;

/**
 * What was decided on an image that a person labelled.
 *
 * @param anomalous whether it was reported
 * @param pValue that decided, in (0, 1]
 * @param alpha the false-alarm rate of the decision, in (0, 1)
 * @param score the deciding score
 * @param bundle the bundle that decided
 * @param version of its model
 */
public record LabelledVerdict(
        boolean anomalous, double pValue, double alpha, String score, String bundle, String version) {
    private static final int MAX_NAME = 300;

    public LabelledVerdict {
        if (!(pValue > 0 && pValue <= 1)) {
            throw new IllegalArgumentException("pValue must lie in (0, 1]");
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must lie in (0, 1)");
        }
        requireShort("score", score);
        requireShort("bundle", bundle);
        requireShort("version", version);
    }

    private static void requireShort(String name, String text) {
        if (text.length() > MAX_NAME) {
            throw new IllegalArgumentException(name + " has more than " + MAX_NAME + " characters");
        }
    }
}
