package io.elbowatch.lab.camera;

import io.elbowatch.lab.board.Board;
import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.DefectKind;
import io.elbowatch.lab.board.Dice;
import io.elbowatch.lab.board.Picture;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A camera over a production line: an endless sequence of frames, mostly normal boards. A frame depends only on seed,
 * camera and frame number: a camera has no state and may be used by any thread.
 */
public final class Camera {
    private static final long CAMERA_KEY = 0xca3e7aL;

    private final String name;
    private final BoardGenerator boards;
    private final Schedule schedule;
    private final Optional<Story> story;
    private final long seed;

    private Camera(long seed, int index, FaultRates rates, boolean withStory) {
        this.name = "line-" + (index + 1);
        this.seed = Dice.of(seed, CAMERA_KEY, index).next();
        this.boards = new BoardGenerator(this.seed);
        this.schedule = new Schedule(this.seed, index, rates);
        this.story = withStory ? Optional.of(new Story(this.seed, index)) : Optional.empty();
    }

    /** The cameras {@code line-1} to {@code line-n}. */
    public static List<Camera> lines(long seed, int count, FaultRates rates) {
        return lines(seed, count, rates, false);
    }

    /** As above; the cameras first play the {@link Story}, then faults come by chance. */
    public static List<Camera> story(long seed, int count, FaultRates rates) {
        return lines(seed, count, rates, true);
    }

    private static List<Camera> lines(long seed, int count, FaultRates rates, boolean withStory) {
        return IntStream.range(0, count)
                .mapToObj(index -> new Camera(seed, index, rates, withStory))
                .toList();
    }

    public String name() {
        return name;
    }

    /** @param number counts from 0 */
    public Frame frame(long number) {
        Dice dice = Dice.of(seed, number, CAMERA_KEY);
        CameraFault fault = fault(number);
        if (fault instanceof CameraFault.Flaw flaw) {
            return flawed(number, flaw, dice);
        }
        if (fault instanceof CameraFault.BrokenFile) {
            return truncated(number, dice);
        }
        if (fault instanceof CameraFault.CoveredLens) {
            return frame(number, Lens.covered(boards.size(), dice), new FrameTruth.CoveredLens());
        }
        if (fault instanceof CameraFault.BlurredLens blur) {
            Picture blurred = Lens.blurred(boards.normal(number).picture(), blur.sigma());
            return frame(number, blurred, new FrameTruth.BlurredLens(blur.sigma()));
        }
        return frame(number, boards.normal(number).picture(), new FrameTruth.Normal());
    }

    /** Whether it sends this frame; not while the cable is pulled. @param number counts from 0 */
    public boolean sends(long number) {
        return !(fault(number) instanceof CameraFault.Silence);
    }

    private CameraFault fault(long number) {
        return story.filter(s -> Story.covers(number)).map(s -> s.at(number)).orElseGet(() -> schedule.at(number));
    }

    private Frame frame(long number, Picture picture, FrameTruth truth) {
        return new Frame(name, number, picture.png(), truth);
    }

    private Frame flawed(long number, CameraFault.Flaw flaw, Dice dice) {
        DefectKind[] kinds = DefectKind.values();
        DefectKind kind = kinds[dice.below(kinds.length)];
        Board board =
                flaw.pixels() == 0 ? boards.defective(number, kind) : boards.defective(number, kind, flaw.pixels());
        return frame(
                number, board.picture(), new FrameTruth.Flawed(board.defect().orElseThrow()));
    }

    private Frame truncated(long number, Dice dice) {
        byte[] whole = boards.normal(number).picture().png();
        int kept = whole.length * dice.between(20, 80) / 100;
        return new Frame(name, number, Arrays.copyOf(whole, kept), new FrameTruth.TruncatedFile(kept, whole.length));
    }
}
