package io.elbowatch.lab.camera;

import io.elbowatch.lab.board.Dice;

/**
 * The random faults of a camera: a pure function of seed and frame number. A lens stays covered or blurred for 8 to 20
 * frames, since only runs open incidents; other faults affect single frames.
 */
final class Schedule {
    /** Frames in which the lens fails at most once: 10 s of one of four cameras at 40 images/s. */
    static final int SHIFT = 100;

    private static final int MIN_RUN = 8;
    private static final int MAX_RUN = 20;
    private static final CameraFault NONE = new CameraFault.None();
    private static final CameraFault FLAW = new CameraFault.Flaw(0);
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

    CameraFault at(long frame) {
        CameraFault fault = first(frame);
        if (fault.equals(NONE)) {
            fault = lens(frame);
        }
        return fault.equals(NONE) ? single(frame) : fault;
    }

    /** The first faults come at fixed frames: each kind within the first four seconds. */
    private CameraFault first(long frame) {
        return switch (camera % 4) {
            case 0 -> frame == 6 && rates.defectPerMille() > 0 ? FLAW : NONE;
            case 1 -> frame >= 12 && frame < 24 && rates.lensPerMille() > 0 ? new CameraFault.CoveredLens() : NONE;
            case 2 -> frame == 18 && rates.truncatedPerMille() > 0 ? new CameraFault.BrokenFile() : NONE;
            default -> frame >= 30 && frame < 42 && rates.lensPerMille() > 0 ? blur(frame) : NONE;
        };
    }

    private CameraFault lens(long frame) {
        Dice dice = Dice.of(seed, SHIFT_KEY, frame / SHIFT);
        if (frame < SHIFT || !dice.perMille(rates.lensPerMille())) {
            return NONE;
        }
        int run = dice.between(MIN_RUN, MAX_RUN);
        int start = dice.below(SHIFT - run);
        CameraFault fault = dice.perMille(500) ? new CameraFault.CoveredLens() : blur(frame);
        long position = frame % SHIFT;
        return position >= start && position < start + run ? fault : NONE;
    }

    /** The sigma is constant within a shift, and so within a run. */
    private CameraFault blur(long frame) {
        return new CameraFault.BlurredLens(1.5 + Dice.of(seed, frame / SHIFT).below(16) / 10.0);
    }

    private CameraFault single(long frame) {
        int draw = Dice.of(seed, FRAME_KEY, frame).below(1000);
        if (draw < rates.defectPerMille()) {
            return FLAW;
        }
        return draw < rates.defectPerMille() + rates.truncatedPerMille() ? new CameraFault.BrokenFile() : NONE;
    }
}
