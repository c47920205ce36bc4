package io.elbowatch.demo.camera;

import io.elbowatch.demo.board.Board;
import io.elbowatch.demo.board.BoardGenerator;
import io.elbowatch.demo.board.DefectKind;
import io.elbowatch.demo.board.Dice;
import io.elbowatch.demo.board.Picture;
import io.elbowatch.demo.board.Png;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A camera over a production line: an endless sequence of frames, mostly normal boards. A frame depends on the seed, the
 * camera and its number alone, so that a camera has no state and can be asked from any thread.
 */
public final class Camera {
    private static final long CAMERA_KEY = 0xca3e7aL;

    private final String name;
    private final BoardGenerator boards;
    private final Schedule schedule;
    private final long seed;

    private Camera(long seed, int index, FaultRates rates) {
        this.name = "line-" + (index + 1);
        this.seed = Dice.of(seed, CAMERA_KEY, index).next();
        this.boards = new BoardGenerator(this.seed);
        this.schedule = new Schedule(this.seed, index, rates);
    }

    /** The cameras {@code line-1} to {@code line-n}. */
    public static List<Camera> lines(long seed, int count, FaultRates rates) {
        return IntStream.range(0, count)
                .mapToObj(index -> new Camera(seed, index, rates))
                .toList();
    }

    public String name() {
        return name;
    }

    /** @param number counts from 0 */
    public Frame frame(long number) {
        Dice dice = Dice.of(seed, number, CAMERA_KEY);
        return switch (schedule.at(number)) {
            case NONE -> frame(number, boards.normal(number).picture(), new Truth.Normal());
            case DEFECT -> defective(number, dice);
            case TRUNCATED_FILE -> truncated(number, dice);
            case COVERED_LENS -> frame(number, Lens.covered(boards.size(), dice), new Truth.CoveredLens());
            case BLURRED_LENS -> blurred(number);
        };
    }

    private Frame frame(long number, Picture picture, Truth truth) {
        return new Frame(name, number, Png.encode(picture), truth);
    }

    private Frame defective(long number, Dice dice) {
        DefectKind[] kinds = DefectKind.values();
        Board board = boards.defective(number, kinds[dice.below(kinds.length)]);
        return frame(number, board.picture(), new Truth.Flawed(board.defect().orElseThrow()));
    }

    private Frame blurred(long number) {
        // One sigma for a run, which lies within a shift.
        double sigma = 1.5 + Dice.of(seed, number / Schedule.SHIFT).below(16) / 10.0;
        return frame(number, Lens.blurred(boards.normal(number).picture(), sigma), new Truth.BlurredLens(sigma));
    }

    private Frame truncated(long number, Dice dice) {
        byte[] whole = Png.encode(boards.normal(number).picture());
        int kept = whole.length * dice.between(20, 80) / 100;
        return new Frame(name, number, Arrays.copyOf(whole, kept), new Truth.TruncatedFile(kept, whole.length));
    }
}
