package io.elbowatch.lab.board;

import io.elbowatch.lab.board.Feature.Layer;

/**
 * The layout of a normal board. Features keep a clearance, and 10 to 75 percent are copper: a covered lens or a blank
 * sheet never looks like a normal board.
 */
final class Layout {
    static final int MIN_COPPER_PER_MILLE = 100;
    static final int MAX_COPPER_PER_MILLE = 750;

    private final int size;
    private final Dice dice;
    private final Roughness roughness;
    private final int clearance;
    private final Copper copper;
    private final Copper keepOut;

    private Layout(int size, Dice dice) {
        this.size = size;
        this.dice = dice;
        // Fitted by eye to DeepPCB: with 11 and 4 sixteenths edges looked torn, and many real edges are clean.
        this.roughness = new Roughness(dice.next(), dice.between(3, 9), dice.between(0, 3));
        this.clearance = dice.between(5, 8) * Point.PIXEL;
        this.copper = new Copper(size);
        this.keepOut = new Copper(size);
    }

    static Copper draw(int size, Dice dice) {
        while (true) {
            Layout layout = new Layout(size, dice);
            layout.fill();
            int covered = layout.copper.perMille();
            if (covered >= MIN_COPPER_PER_MILLE && covered <= MAX_COPPER_PER_MILLE) {
                return layout.copper;
            }
        }
    }

    private void fill() {
        RandomFeatures features = new RandomFeatures(dice, size);
        lay(features.main());
        int enough = dice.between(150, 550);
        int attempts = 8 * size / 64 * size / 64;
        for (int attempt = 0; attempt < attempts && copper.perMille() < enough; attempt++) {
            lay(features.other());
        }
    }

    private void lay(Feature feature) {
        Copper added = new Copper(size);
        for (Layer layer : feature.layers()) {
            added.set(layer.shape(), layer.copper(), roughness, 0);
        }
        if (added.overlaps(keepOut)) {
            return;
        }
        copper.add(added);
        for (Layer layer : feature.layers()) {
            if (layer.copper()) {
                keepOut.set(layer.shape(), true, roughness, clearance);
            }
        }
    }
}
