package io.elbowatch.core.evidence;

/**
 * The colours of a loss relative to its calibrated limit: blue up to the limit, a step to orange beyond it. So a normal
 * image has no orange. The colours differ in lightness, too, for readers who cannot distinguish the hues.
 */
final class HeatColours {
    private static final int[] NONE = {0x10, 0x14, 0x24};
    private static final int[] AT_LIMIT = {0x4a, 0x78, 0xb8};
    private static final int[] BEYOND = {0xf0, 0x8a, 0x10};
    private static final int[] FAR_BEYOND = {0xff, 0xf4, 0xc0};
    /** The colour scale ends at this multiple of the limit. */
    private static final double MAX_MULTIPLE = 3;

    /** How much of the colour covers the image: at most this up to the limit, so that a normal image stays as it is. */
    private static final double COVER_UP_TO_LIMIT = 0.25;

    private static final double COVER_BEYOND = 0.55;

    private HeatColours() {}

    /** 0xRRGGBB. @param timesTheLimit the loss, divided by the limit */
    static int of(double timesTheLimit) {
        if (timesTheLimit <= 1) {
            return between(NONE, AT_LIMIT, Math.max(0, timesTheLimit));
        }
        return between(BEYOND, FAR_BEYOND, Math.min(1, (timesTheLimit - 1) / (MAX_MULTIPLE - 1)));
    }

    /** The colour of a loss over the colour of the image, 0xRRGGBB. */
    static int over(int image, double timesTheLimit) {
        int heat = of(timesTheLimit);
        double cover = timesTheLimit > 1 ? COVER_BEYOND : COVER_UP_TO_LIMIT * Math.max(0, timesTheLimit);
        return between(channels(image), channels(heat), cover);
    }

    private static int[] channels(int colour) {
        return new int[] {colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF};
    }

    private static int between(int[] from, int[] to, double share) {
        int colour = 0;
        for (int channel = 0; channel < 3; channel++) {
            colour = colour << 8 | (int) Math.round(from[channel] + share * (to[channel] - from[channel]));
        }
        return colour;
    }
}
