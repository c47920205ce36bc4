package io.elbowatch.demo.camera;

import io.elbowatch.demo.board.Dice;

/**
 * When a camera goes wrong, and how: a pure function of seed and frame number. A lens stays covered or blurred for 8 to 20
 * frames in a row, since incidents are opened by runs; other faults hit single frames.
 */
final class Schedule {
    /** Frames in which the lens fails at most once: 10 s of one of four cameras at 40 images/s. */
    static final int SHIFT = 100;

    private static final int MIN_RUN = 8;
    private static final int MAX_RUN = 20;
    private static final long SHIFT_KEY = 1;
    private static final long FRAME_KEY = 2;

    /** The ways to go wrong. */
    enum Fault {
        NONE,
        DEFECT,
        TRUNCATED_FILE,
        COVERED_LENS,
        BLURRED_LENS
    }

    private final long seed;
    private final int camera;
    private final FaultRates rates;

    Schedule(long seed, int camera, FaultRates rates) {
        this.seed = seed;
        this.camera = camera;
        this.rates = rates;
    }

    Fault at(long frame) {
        Fault fault = opening(frame);
        if (fault == Fault.NONE) {
            fault = lens(frame);
        }
        return fault == Fault.NONE ? single(frame) : fault;
    }

    /** The first faults come at set frames, so that whoever starts the demo sees one of each within four seconds. */
    private Fault opening(long frame) {
        return switch (camera % 4) {
            case 0 -> frame == 6 && rates.defectPerMille() > 0 ? Fault.DEFECT : Fault.NONE;
            case 1 -> frame >= 12 && frame < 24 && rates.lensPerMille() > 0 ? Fault.COVERED_LENS : Fault.NONE;
            case 2 -> frame == 18 && rates.truncatedPerMille() > 0 ? Fault.TRUNCATED_FILE : Fault.NONE;
            default -> frame >= 30 && frame < 42 && rates.lensPerMille() > 0 ? Fault.BLURRED_LENS : Fault.NONE;
        };
    }

    private Fault lens(long frame) {
        Dice dice = Dice.of(seed, SHIFT_KEY, frame / SHIFT);
        if (frame < SHIFT || !dice.perMille(rates.lensPerMille())) {
            return Fault.NONE;
        }
        int run = dice.between(MIN_RUN, MAX_RUN);
        int start = dice.below(SHIFT - run);
        Fault fault = dice.perMille(500) ? Fault.COVERED_LENS : Fault.BLURRED_LENS;
        long position = frame % SHIFT;
        return position >= start && position < start + run ? fault : Fault.NONE;
    }

    private Fault single(long frame) {
        int draw = Dice.of(seed, FRAME_KEY, frame).below(1000);
        if (draw < rates.defectPerMille()) {
            return Fault.DEFECT;
        }
        return draw < rates.defectPerMille() + rates.truncatedPerMille() ? Fault.TRUNCATED_FILE : Fault.NONE;
    }
}
