package io.elbowatch.lab.camera;

/**
 * How often a camera goes wrong.
 *
 * @param defectPerMille boards with a defect, of a thousand frames
 * @param truncatedPerMille broken files, of a thousand frames
 * @param lensPerMille shifts of {@link Schedule#SHIFT} frames in which the lens is covered or blurred for some frames, of
 *     a thousand shifts
 */
public record FaultRates(int defectPerMille, int truncatedPerMille, int lensPerMille) {
    /** Of 1,000 frames about 20 with a defect, 4 broken and 28 through a bad lens. */
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
