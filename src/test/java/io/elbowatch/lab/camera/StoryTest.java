package io.elbowatch.lab.camera;

import io.elbowatch.lab.camera.Story.Chapter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoryTest {
    private final List<Story> stories = List.of(new Story(1, 0), new Story(1, 1), new Story(1, 2), new Story(1, 3));

    @Test
    void shouldTellOneThingAtATime() {
        for (long frame = 60; frame < 1_020; frame++) {
            long now = frame;
            assertThat(stories.stream().filter(story -> !(story.at(now) instanceof CameraFault.None)))
                    .as("frame " + frame)
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void shouldLetDefectsGrowOnTheFirstLine() {
        assertThat(faults(0, CameraFault.Flaw.class, 60, 120))
                .isLessThan(faults(0, CameraFault.Flaw.class, 180, 240) / 2);
        assertThat(faults(0, CameraFault.Flaw.class, 180, 240)).isBetween(30L, 55L);
    }

    @Test
    void shouldCoverOneLensBlurAnotherBreakFilesAndPullACable() {
        assertThat(faults(1, CameraFault.CoveredLens.class, 240, 380)).isEqualTo(112);
        assertThat(faults(3, CameraFault.BlurredLens.class, 380, 740)).isBetween(250L, 300L);
        assertThat(faults(2, CameraFault.BrokenFile.class, 740, 840)).isBetween(20L, 40L);
        assertThat(faults(2, CameraFault.Silence.class, 840, 960)).isEqualTo(108);
    }

    @Test
    void shouldBlurMoreWithEveryBoard() {
        double before = 0;
        for (long frame = 425; frame < 700; frame++) {
            double sigma = ((CameraFault.BlurredLens) stories.get(3).at(frame)).sigma();
            assertThat(sigma).isGreaterThan(before).isLessThan(1.6);
            before = sigma;
        }
    }

    @Test
    void shouldEndWhereChanceBegins() {
        assertThat(Story.covers(1_019)).isTrue();
        assertThat(Story.covers(1_020)).isFalse();
        assertThat(Arrays.stream(Chapter.values()).map(Chapter::line)).doesNotHaveDuplicates();
    }

    @Test
    void shouldSendNoFrameWhileTheCableIsPulled() {
        CameraSet cameras = CameraSet.withStory(4);
        List<String> names = cameras.images()
                .skip(4 * 850)
                .limit(30)
                .map(image -> image.name())
                .toList();
        assertThat(names).noneMatch(name -> name.startsWith("line-3/")).anyMatch(name -> name.startsWith("line-4/"));
        assertThat(CameraSet.frame(names.get(0)).getAsLong()).isBetween(845L, 900L);
    }

    private long faults(int camera, Class<? extends CameraFault> kind, long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(stories.get(camera)::at)
                .filter(kind::isInstance)
                .count();
    }
}
