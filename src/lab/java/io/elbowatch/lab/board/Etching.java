package io.elbowatch.lab.board;

import io.elbowatch.lab.board.Shape.Stroke;
import java.util.Optional;

/**
 * Etches a defect into a board. It tries ragged blobs at random places until one changes the connections of the copper
 * exactly as its kind does: an open separates copper, a short joins it, a pinhole opens one hole.
 */
final class Etching {
    private static final int ATTEMPTS = 400;
    /** The broadest trace that an open cuts: copper areas begin at 18 pixels. */
    private static final int MAX_TRACE = 15;
    /** The widest gap that a short bridges, as on DeepPCB. */
    private static final int MAX_GAP = 24;

    private final Copper board;
    private final Islands before;
    private final Dice dice;

    private Etching(Copper board, Dice dice) {
        this.board = board;
        this.before = Islands.of(board);
        this.dice = dice;
    }

    /** A copy of the board with the defect; empty if the board has no room for it. */
    static Optional<Copper> etch(Copper board, DefectKind kind, int pixels, Dice dice) {
        Etching etching = new Etching(board, dice);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Copper> etched = etching.propose(kind, pixels);
            if (etched.isPresent() && etching.isValid(kind, pixels, etched.get())) {
                return etched;
            }
        }
        return Optional.empty();
    }

    private Optional<Copper> propose(DefectKind kind, int pixels) {
        int margin = pixels / 2 + 3;
        int column = dice.between(margin, board.size() - 1 - margin);
        int row = dice.between(margin, board.size() - 1 - margin);
        boolean onCopper = board.at(column, row);
        return switch (kind) {
            case OPEN -> onCopper ? across(column, row, MAX_TRACE, Math.max(3, pixels * 2 / 3)) : Optional.empty();
            case SHORT -> onCopper ? Optional.empty() : across(column, row, MAX_GAP, Math.max(3, pixels / 3));
            case MOUSEBITE -> onCopper && isEdge(column, row) ? blob(column, row, pixels) : Optional.empty();
            case SPUR -> !onCopper && isEdge(column, row) ? blob(column, row, pixels) : Optional.empty();
            case COPPER -> onCopper ? Optional.empty() : blob(column, row, pixels);
            case PINHOLE -> onCopper ? blob(column, row, pixels) : Optional.empty();
        };
    }

    /** Flips copper or bare board from edge to edge along the shortest line. */
    private Optional<Copper> across(int column, int row, int span, int width) {
        Optional<Stroke> shortest = Optional.empty();
        long best = (long) span * span;
        for (int eighths = 0; eighths < 4; eighths++) {
            Direction direction = Direction.E.turned(eighths);
            int ahead = stepsToEdge(column, row, direction, span);
            int behind = stepsToEdge(column, row, direction.turned(4), span);
            // a diagonal step is √2 as long
            long steps = ahead + behind;
            long length2 = steps * steps * (eighths % 2 == 1 ? 2 : 1);
            if (ahead > 0 && behind > 0 && length2 < best) {
                best = length2;
                Point from = Point.ofPixel(column + ahead * direction.stepX(), row + ahead * direction.stepY());
                Point to = Point.ofPixel(column - behind * direction.stepX(), row - behind * direction.stepY());
                shortest = Optional.of(Stroke.ofWidth(from, to, width));
            }
        }
        return shortest.map(stroke -> flipped(stroke, column, row, 8));
    }

    /** A blob of about this length and half as wide, at a random angle. */
    private Optional<Copper> blob(int column, int row, int pixels) {
        Direction direction = Direction.values()[dice.below(8)];
        int width = Math.max(3, pixels * dice.between(45, 75) / 100);
        Point centre = Point.ofPixel(column, row);
        Point to = centre.along(direction, (pixels - width) / 2);
        Point from = centre.along(direction.turned(4), (pixels - width + 1) / 2);
        return Optional.of(flipped(Stroke.ofWidth(from, to, width), column, row, 12));
    }

    private Copper flipped(Shape shape, int column, int row, int waver) {
        Copper etched = board.copy();
        etched.set(shape, !board.at(column, row), new Roughness(dice.next(), waver, 6), 0);
        return etched;
    }

    /** Steps until the material changes, or −1 if the edge of the board comes first. */
    private int stepsToEdge(int column, int row, Direction direction, int span) {
        boolean copper = board.at(column, row);
        for (int steps = 1; steps <= span; steps++) {
            int x = column + steps * direction.stepX();
            int y = row + steps * direction.stepY();
            if (!board.contains(x, y)) {
                return -1;
            }
            if (board.at(x, y) != copper) {
                return steps;
            }
        }
        return -1;
    }

    private boolean isEdge(int column, int row) {
        for (Direction direction : Direction.values()) {
            if (board.at(column + direction.stepX(), row + direction.stepY()) != board.at(column, row)) {
                return true;
            }
        }
        return false;
    }

    private boolean isValid(DefectKind kind, int pixels, Copper etched) {
        Islands after = Islands.of(etched);
        int copper = after.copper() - before.copper();
        int bare = after.bare() - before.bare();
        boolean connections = switch (kind) {
            case OPEN -> copper == 1 && bare <= 0;
            case SHORT -> copper == -1 && bare >= 0;
            case MOUSEBITE, SPUR -> copper == 0 && bare == 0;
            case COPPER -> copper == 1 && bare == 0;
            case PINHOLE -> copper == 0 && bare == 1;
        };
        return connections && Changes.between(board, etched).count() >= Math.max(6, pixels);
    }
}
