package io.elbowatch.lab.board;

/**
 * The displacement of an edge by etching, in sixteenths of a pixel: a slow waver over 8 pixels plus a grain per pixel.
 * Together they give the steps and dotted lines of scanned boards. A pure function of seed and position.
 */
record Roughness(long seed, int waver, int grain) {
    private static final int PERIOD = 8;

    int at(int column, int row) {
        int left = Math.floorDiv(column, PERIOD);
        int top = Math.floorDiv(row, PERIOD);
        int right = Math.floorMod(column, PERIOD);
        int down = Math.floorMod(row, PERIOD);
        int upper = between(noise(left, top, waver), noise(left + 1, top, waver), right);
        int lower = between(noise(left, top + 1, waver), noise(left + 1, top + 1, waver), right);
        // Scaled by PERIOD twice; 5 000 000 keeps grain and waver apart.
        return between(upper, lower, down) / (PERIOD * PERIOD) + noise(column + 5_000_000, row, grain);
    }

    /** The largest displacement, in or out. */
    int max() {
        return waver + grain;
    }

    private static int between(int first, int second, int position) {
        return first * (PERIOD - position) + second * position;
    }

    private int noise(int x, int y, int amplitude) {
        long bits = Dice.mix(seed ^ Dice.mix((long) x << 32 ^ y & 0xffffffffL));
        return (int) ((bits >>> 32) * (2L * amplitude + 1) >>> 32) - amplitude;
    }
}
