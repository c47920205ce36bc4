package io.elbowatch.core.evidence;

/**
 * The colours of a loss relative to its calibrated limit: blues up to the limit, and a step to orange beyond it, so that a normal image
 * has no orange. They differ in lightness too, for whoever cannot tell them by hue.
 */
final class HeatColours {
    private static final int[] NONE = {0x10, 0x14, 0x24};
    private static final int[] AT_LIMIT = {0x4a, 0x78, 0xb8};
    private static final int[] BEYOND = {0xf0, 0x8a, 0x10};
    private static final int[] FAR_BEYOND = {0xff, 0xf4, 0xc0};
    /** Colours change up to so many times the limit. */
    private static final double FAR = 3;

    private HeatColours() {}

    /** 0xRRGGBB of a loss that is so many times the limit. */
    static int of(double timesTheLimit) {
        if (timesTheLimit <= 1) {
            return between(NONE, AT_LIMIT, Math.max(0, timesTheLimit));
        }
        return between(BEYOND, FAR_BEYOND, Math.min(1, (timesTheLimit - 1) / (FAR - 1)));
    }

    private static int between(int[] from, int[] to, double share) {
        int colour = 0;
        for (int channel = 0; channel < 3; channel++) {
            colour = colour << 8 | (int) Math.round(from[channel] + share * (to[channel] - from[channel]));
        }
        return colour;
    }
}
