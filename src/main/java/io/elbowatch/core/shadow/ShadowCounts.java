package io.elbowatch.core.shadow;

/**
 * How two verdicts on the same images agree.
 *
 * @param images compared
 * @param anomalous by both
 * @param toAnomalous normal by the deciding bundle and anomalous by its shadow
 * @param toNormal anomalous by the deciding bundle and normal by its shadow
 */
public record ShadowCounts(long images, long anomalous, long toAnomalous, long toNormal) {
    public static final ShadowCounts NONE = new ShadowCounts(0, 0, 0, 0);

    public ShadowCounts {
        if (anomalous < 0 || toAnomalous < 0 || toNormal < 0 || anomalous + toAnomalous + toNormal > images) {
            throw new IllegalArgumentException(
                    images + " images, anomalous " + anomalous + ", flips " + toAnomalous + " and " + toNormal);
        }
    }

    /** Images with different verdicts. */
    public long flips() {
        return toAnomalous + toNormal;
    }

    /** Images with the same verdict. */
    public long agreements() {
        return images - flips();
    }

    /** Images that are anomalous by the deciding bundle. */
    public long reported() {
        return anomalous + toNormal;
    }

    /** Images that are anomalous by the shadow. */
    public long reportedByShadow() {
        return anomalous + toAnomalous;
    }

    /** With one more image. */
    ShadowCounts with(boolean anomalousByDeciding, boolean anomalousByShadow) {
        return new ShadowCounts(
                images + 1,
                anomalous + (anomalousByDeciding && anomalousByShadow ? 1 : 0),
                toAnomalous + (!anomalousByDeciding && anomalousByShadow ? 1 : 0),
                toNormal + (anomalousByDeciding && !anomalousByShadow ? 1 : 0));
    }

    ShadowCounts plus(ShadowCounts other) {
        return new ShadowCounts(
                images + other.images,
                anomalous + other.anomalous,
                toAnomalous + other.toAnomalous,
                toNormal + other.toNormal);
    }
}
