package io.elbowatch.lab.camera;

import io.elbowatch.lab.board.Dice;

/**
 * When a camera goes wrong, and how: a pure function of seed and frame number. A lens stays covered or blurred for 8 to 20
 * frames in a row, since incidents are opened by runs; other faults hit single frames.
 */
final class Schedule {
    /** Frames in which the lens fails at most once: 10 s of one of four cameras at 40 images/s. */
    static final int SHIFT = 100;

    private static final int MIN_RUN = 8;
    private static final int MAX_RUN = 20;
    private static final Fault NONE = new Fault.None();
    private static final Fault FLAW = new Fault.Flaw(0);
    private static final long SHIFT_KEY = 1;
    private static final long FRAME_KEY = 2;

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
        if (fault.equals(NONE)) {
            fault = lens(frame);
        }
        return fault.equals(NONE) ? single(frame) : fault;
    }

    /** The first faults come at set frames, so that whoever starts the demo sees one of each within four seconds. */
    private Fault opening(long frame) {
        return switch (camera % 4) {
            case 0 -> frame == 6 && rates.defectPerMille() > 0 ? FLAW : NONE;
            case 1 -> frame >= 12 && frame < 24 && rates.lensPerMille() > 0 ? new Fault.CoveredLens() : NONE;
            case 2 -> frame == 18 && rates.truncatedPerMille() > 0 ? new Fault.BrokenFile() : NONE;
            default -> frame >= 30 && frame < 42 && rates.lensPerMille() > 0 ? blur(frame) : NONE;
        };
    }

    private Fault lens(long frame) {
        Dice dice = Dice.of(seed, SHIFT_KEY, frame / SHIFT);
        if (frame < SHIFT || !dice.perMille(rates.lensPerMille())) {
            return NONE;
        }
        int run = dice.between(MIN_RUN, MAX_RUN);
        int start = dice.below(SHIFT - run);
        Fault fault = dice.perMille(500) ? new Fault.CoveredLens() : blur(frame);
        long position = frame % SHIFT;
        return position >= start && position < start + run ? fault : NONE;
    }

    /** One sigma for a run, which lies within a shift. */
    private Fault blur(long frame) {
        return new Fault.BlurredLens(1.5 + Dice.of(seed, frame / SHIFT).below(16) / 10.0);
    }

    private Fault single(long frame) {
        int draw = Dice.of(seed, FRAME_KEY, frame).below(1000);
        if (draw < rates.defectPerMille()) {
            return FLAW;
        }
        return draw < rates.defectPerMille() + rates.truncatedPerMille() ? new Fault.BrokenFile() : NONE;
    }
}
