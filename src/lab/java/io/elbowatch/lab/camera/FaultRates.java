package io.elbowatch.lab.camera;

/**
 * The frequency of a camera's faults.
 *
 * @param defectPerMille boards with a defect per thousand frames
 * @param truncatedPerMille truncated files per thousand frames
 * @param lensPerMille shifts with a covered or blurred lens for some frames, per thousand shifts of
 *     {@link Schedule#SHIFT} frames
 */
public record FaultRates(int defectPerMille, int truncatedPerMille, int lensPerMille) {
    /** Per 1,000 frames about 20 with a defect, 4 truncated and 28 with a lens fault. */
    public static final FaultRates DEFAULT = new FaultRates(20, 4, 200);

    /** Normal boards only. */
    public static final FaultRates NONE = new FaultRates(0, 0, 0);

    public FaultRates {
        check("defects", defectPerMille);
        check("truncated files", truncatedPerMille);
        check("lens faults", lensPerMille);
    }

    private static void check(String name, int perMille) {
        if (perMille < 0 || perMille > 1000) {
            throw new IllegalArgumentException("the rate of " + name + " is 0 to 1000 of 1000, not " + perMille);
        }
    }
}
