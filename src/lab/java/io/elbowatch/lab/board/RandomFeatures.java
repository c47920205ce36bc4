package io.elbowatch.lab.board;

import io.elbowatch.lab.board.Feature.Builder;
import io.elbowatch.lab.board.Shape.Box;
import io.elbowatch.lab.board.Shape.Stroke;

/**
 * Draws random features: buses, traces, pads, vias, copper areas. Widths and distances in pixels are those of DeepPCB
 * crops and do not depend on the size of the board.
 */
final class RandomFeatures {
    private final Dice dice;
    private final int size;

    RandomFeatures(Dice dice, int size) {
        this.dice = dice;
        this.size = size;
    }

    /** The main feature of a board. */
    Feature main() {
        int kind = dice.below(100);
        return kind < 34 ? bus(dice.between(2, 5)) : kind < 64 ? area() : other();
    }

    /** A further feature. */
    Feature other() {
        int kind = dice.below(100);
        return kind < 40 ? bus(1) : kind < 65 ? pad() : kind < 80 ? via() : kind < 90 ? bus(2) : area();
    }

    /** Parallel traces from side to side, in half of all cases with a bend of 45 degrees. */
    private Feature bus(int traces) {
        Direction in = Direction.any(dice);
        int bend = dice.perMille(500) ? 0 : dice.perMille(500) ? 1 : -1;
        Direction out = in.turned(bend);
        Point corner = anywhere();
        int width = dice.between(5, 10);
        int pitch = width + dice.between(6, 13);
        Builder feature = Feature.builder();
        for (int trace = 0; trace < traces; trace++) {
            Point at = shifted(corner, in, out, pitch * (2 * trace - traces + 1) / 2);
            feature.copper(Stroke.ofWidth(at.along(in, -2 * size), at, width));
            feature.copper(Stroke.ofWidth(at, at.along(out, 2 * size), width));
        }
        return feature.build();
    }

    /** The corner of a parallel trace, by (n₁ + n₂) / (1 + n₁·n₂): the same distance on both sides of the bend. */
    private static Point shifted(Point corner, Direction in, Direction out, int pixels) {
        Direction first = in.turned(2);
        Direction second = out.turned(2);
        // 1 + cos 45° in 256ths; without a bend the normals are equal.
        int denominator = in == out ? 512 : 437;
        return new Point(
                corner.x() + (first.dx(pixels) + second.dx(pixels)) * 256 / denominator,
                corner.y() + (first.dy(pixels) + second.dy(pixels)) * 256 / denominator);
    }

    /** A disc or a rounded rectangle, usually with one or two traces. */
    private Feature pad() {
        Point centre = anywhere();
        Builder feature = Feature.builder();
        if (dice.perMille(600)) {
            feature.copper(Stroke.disc(centre, dice.between(8, 19)));
        } else {
            int corner = dice.between(0, 4) * Point.PIXEL;
            feature.copper(new Box(centre, half(16, 34), half(14, 30), corner));
        }
        if (dice.perMille(800)) {
            addTrace(feature, centre);
        }
        if (dice.perMille(250)) {
            addTrace(feature, centre);
        }
        return feature.build();
    }

    /** A ring around a hole, usually with a trace. */
    private Feature via() {
        Point centre = anywhere();
        int radius = dice.between(8, 11);
        Builder feature = Feature.builder().copper(Stroke.disc(centre, radius));
        if (dice.perMille(800)) {
            addTrace(feature, centre);
        }
        return feature.cut(Stroke.disc(centre, radius - dice.between(4, 5))).build();
    }

    /** Copper that fills a side, a corner or a wide band, sometimes with an isolated pad in a cut-out. */
    private Feature area() {
        Direction edge = Direction.any(dice);
        Point on = anywhere();
        Builder feature = Feature.builder();
        if (dice.perMille(600)) {
            int depth = 2 * size;
            Point axis = on.along(edge.turned(2), depth);
            feature.copper(Stroke.ofWidth(axis.along(edge, -4 * size), axis.along(edge, 4 * size), 2 * depth));
        } else {
            feature.copper(Stroke.ofWidth(on.along(edge, -2 * size), on.along(edge, 2 * size), dice.between(18, 34)));
        }
        if (dice.perMille(400)) {
            Point pad = anywhere();
            int radius = dice.between(6, 10);
            feature.cut(Stroke.disc(pad, radius + dice.between(5, 7)));
            feature.copper(Stroke.disc(pad, radius));
        }
        return feature.build();
    }

    private void addTrace(Builder feature, Point centre) {
        Direction direction = Direction.any(dice);
        int width = dice.between(5, 9);
        Point knee = centre.along(direction, dice.between(20, 2 * size));
        feature.copper(Stroke.ofWidth(centre, knee, width));
        feature.copper(Stroke.ofWidth(knee, knee.along(direction.turned(dice.between(-1, 1)), 2 * size), width));
    }

    private int half(int low, int high) {
        return dice.between(low, high) * Point.PIXEL / 2;
    }

    private Point anywhere() {
        return new Point(dice.below(size * Point.PIXEL), dice.below(size * Point.PIXEL));
    }
}
