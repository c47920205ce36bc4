package io.elbowatch.lab.camera;

import io.elbowatch.lab.board.Dice;
import java.util.Arrays;
import java.util.List;

/**
 * The scripted faults of the demo, one after another, each with a line of explanation. A pure function of seed, camera
 * and frame number. With four cameras at 40 images per second, ten frames are one second.
 */
public final class Story {
    private static final long STORY_KEY = 0x5709L;

    /** The parts of the story, in order. */
    public enum Chapter {
        HEALTHY(0, "All lines are healthy, but for a board now and then."),
        GROWING_DEFECTS(60, "Line 1: an etching fault grows, from board to board."),
        COVERED_LENS(
                240,
                "Line 2: something lies on the lens. No place of the image is bad, but the whole is like no board."),
        SLOW_BLUR(380, "Line 4: the lens slips out of focus, a little with every board."),
        BROKEN_FILES(740, "Line 3: files break off on the way. They are rejected, byte for byte, and counted."),
        SILENCE(840, "Line 3: the cable is pulled. A camera that says nothing is an incident too."),
        RECOVERY(960, "All lines are healthy again."),
        CHANCE(1_020, "From here on faults come by chance.");

        private final long from;
        private final String line;

        Chapter(long from, String line) {
            this.from = from;
            this.line = line;
        }

        /** The explanation, one or two sentences. */
        public String line() {
            return line;
        }

        /** The chapter of a frame. */
        public static Chapter of(long frame) {
            List<Chapter> chapters = Arrays.asList(values());
            return chapters.stream()
                    .filter(chapter -> chapter.from <= frame)
                    .reduce((earlier, later) -> later)
                    .orElse(HEALTHY);
        }

        private long length() {
            return values()[ordinal() + 1].from - from;
        }

        /** The elapsed share of the chapter at a frame, 0 to 1. */
        private double progress(long frame) {
            return (frame - from) / (double) length();
        }
    }

    private final long seed;
    private final int camera;

    Story(long seed, int camera) {
        this.seed = seed;
        this.camera = camera;
    }

    /** Whether the story determines the fault of a frame. */
    static boolean covers(long frame) {
        return Chapter.of(frame) != Chapter.CHANCE;
    }

    CameraFault at(long frame) {
        Chapter chapter = Chapter.of(frame);
        double progress = chapter == Chapter.CHANCE ? 0 : chapter.progress(frame);
        int line = camera % 4 + 1;
        return switch (chapter) {
            case HEALTHY ->
                line == 1 && (frame == 8 || frame == 36) ? new CameraFault.Flaw(12) : new CameraFault.None();
            case GROWING_DEFECTS -> line == 1 ? growingDefect(frame, progress) : new CameraFault.None();
            case COVERED_LENS -> line == 2 && progress < 0.8 ? new CameraFault.CoveredLens() : new CameraFault.None();
            case SLOW_BLUR -> line == 4 && progress < 0.9 ? slowBlur(progress) : new CameraFault.None();
            case BROKEN_FILES ->
                line == 3 && dice(frame).perMille(300) ? new CameraFault.BrokenFile() : new CameraFault.None();
            case SILENCE -> line == 3 && progress < 0.9 ? new CameraFault.Silence() : new CameraFault.None();
            case RECOVERY, CHANCE -> new CameraFault.None();
        };
    }

    /** Grows from 5 % to 80 % of the boards, and from 5 to 14 pixels. */
    private CameraFault growingDefect(long frame, double progress) {
        return dice(frame).perMille((int) (50 + 750 * progress))
                ? new CameraFault.Flaw((int) (5 + 9 * progress))
                : new CameraFault.None();
    }

    /** A blur below 0.2 pixels changes nothing. */
    private static CameraFault slowBlur(double progress) {
        double sigma = 1.6 * progress;
        return sigma < 0.2 ? new CameraFault.None() : new CameraFault.BlurredLens(sigma);
    }

    private Dice dice(long frame) {
        return Dice.of(seed, STORY_KEY, frame);
    }
}
