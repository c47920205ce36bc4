package io.elbowatch.lab.board;

import java.util.Optional;

/**
 * Generates circuit boards that look like crops of DeepPCB. Board i of a seed is always the same, in any order and on
 * any JDK. A generator has no state and may be used by any number of threads.
 */
public final class BoardGenerator {
    public static final int DEFAULT_SIZE = 64;
    public static final int MIN_SIZE = 32;
    public static final int MAX_SIZE = 1024;
    public static final int MIN_DEFECT = 5;
    public static final int MAX_DEFECT = 12;

    private static final long DEFECT_KEY = 0xdefec7L;

    private final long seed;
    private final int size;

    public BoardGenerator(long seed) {
        this(seed, DEFAULT_SIZE);
    }

    /** @param size rows and columns of every board, 32 … 1024 */
    public BoardGenerator(long seed, int size) {
        if (size < MIN_SIZE || size > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "a board has " + MIN_SIZE + " to " + MAX_SIZE + " pixels a side, not " + size);
        }
        this.seed = seed;
        this.size = size;
    }

    /** Rows and columns of every board. */
    public int size() {
        return size;
    }

    /** A board without defects, 10 to 75 percent copper. */
    public Board normal(long index) {
        return Board.normal(Layout.draw(size, Dice.of(seed, index)).picture());
    }

    /** A board with one defect of 5 to 12 pixels, at most a quarter of a side. */
    public Board defective(long index, DefectKind kind) {
        int pixels = Dice.of(seed, index, DEFECT_KEY, kind.code()).between(MIN_DEFECT, Math.min(MAX_DEFECT, size / 4));
        return defective(index, kind, pixels);
    }

    /**
     * A board with one defect. Its template is {@link #normal} of the same index if that board has room for the defect,
     * as most have.
     *
     * @param pixels approximate length of the defect; a short is as long as the gap that it bridges
     */
    public Board defective(long index, DefectKind kind, int pixels) {
        if (pixels < 3 || pixels > size / 4) {
            throw new IllegalArgumentException("a defect has 3 to " + size / 4 + " pixels, not " + pixels);
        }
        Dice dice = Dice.of(seed, index, DEFECT_KEY, kind.code(), pixels);
        Copper template = Layout.draw(size, Dice.of(seed, index));
        while (true) {
            Optional<Copper> etched = Etching.etch(template, kind, pixels, dice);
            if (etched.isPresent()) {
                Rectangle place = Changes.between(template, etched.get()).place();
                Defect defect = new Defect(kind, place);
                return new Board(template.picture(), etched.get().picture(), Optional.of(defect));
            }
            template = Layout.draw(size, dice);
        }
    }
}
