package io.elbowatch.lab.camera;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CameraTest {
    private final List<Camera> cameras = Camera.lines(1, 4, FaultRates.DEFAULT);

    @Test
    void shouldBeNamedByLine() {
        assertThat(cameras).extracting(Camera::name).containsExactly("line-1", "line-2", "line-3", "line-4");
    }

    @Test
    void shouldSendTheSameFrameWheneverAsked() {
        Frame frame = cameras.get(2).frame(18);

        Frame again = Camera.lines(1, 4, FaultRates.DEFAULT).get(2).frame(18);

        assertThat(again.png()).isEqualTo(frame.png());
        assertThat(again.truth()).isEqualTo(frame.truth());
    }

    @Test
    void shouldSendOtherBoardsFromEveryCamera() {
        assertThat(cameras.get(0).frame(0).png())
                .isNotEqualTo(cameras.get(1).frame(0).png());
    }

    @Test
    void shouldGoWrongWithinTheFirstTwoSeconds() {
        int faults = 0;
        int framesOfTwoSeconds = 2 * 40 / cameras.size();
        for (Camera camera : cameras) {
            for (int number = 0; number < framesOfTwoSeconds; number++) {
                faults += camera.frame(number).truth() instanceof FrameTruth.Normal ? 0 : 1;
            }
        }

        assertThat(faults).isBetween(3, 15);
    }

    @Test
    void shouldGoWrongAtTheSetRates() {
        Map<String, Integer> faults = new HashMap<>();
        for (int camera = 0; camera < 4; camera++) {
            Schedule schedule = new Schedule(camera, camera, FaultRates.DEFAULT);
            for (int frame = 0; frame < 50_000; frame++) {
                faults.merge(schedule.at(frame).getClass().getSimpleName(), 1, Integer::sum);
            }
        }

        // Of 200,000: 2 % and 0.4 % of those outside of lens faults, 14 % in a fifth of the shifts.
        assertThat(faults.get("Flaw")).isBetween(3_500, 4_300);
        assertThat(faults.get("BrokenFile")).isBetween(650, 900);
        assertThat(faults.get("CoveredLens") + faults.get("BlurredLens")).isBetween(4_800, 6_400);
    }

    @Test
    void shouldSendNormalBoardsOnlyWhenNothingGoesWrong() {
        Camera camera = Camera.lines(1, 2, FaultRates.NONE).get(1);

        for (int number = 0; number < 60; number++) {
            assertThat(camera.frame(number).truth()).isEqualTo(new FrameTruth.Normal());
        }
    }

    @Test
    void shouldSendPicturesOfTheBoardSize() throws IOException {
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(cameras.get(0).frame(6).png()));

        assertThat(image.getWidth()).isEqualTo(64);
        assertThat(image.getHeight()).isEqualTo(64);
        assertThat(image.getColorModel().getPixelSize()).isEqualTo(8);
    }

    @Test
    void shouldSendDarknessThroughACoveredLens() throws IOException {
        Frame frame = cameras.get(1).frame(12);

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(frame.png()));

        assertThat(frame.truth()).isEqualTo(new FrameTruth.CoveredLens());
        assertThat(image.getRaster().getSample(31, 31, 0)).isLessThanOrEqualTo(6);
    }

    @Test
    void shouldKeepTheBlurThroughARun() {
        FrameTruth first = cameras.get(3).frame(30).truth();

        assertThat(first).isInstanceOf(FrameTruth.BlurredLens.class);
        assertThat(cameras.get(3).frame(41).truth()).isEqualTo(first);
    }

    @Test
    void shouldBreakOffAFile() {
        Frame frame = cameras.get(2).frame(18);

        assertThat(frame.truth().label()).isEqualTo("truncated_file");
        assertThat(frame.png()).startsWith(0x89, 'P', 'N', 'G');
        assertThatThrownBy(() -> ImageIO.read(new ByteArrayInputStream(frame.png())))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldTakeNoImageOfAUserForItsOwn() {
        assertThat(CameraSet.frame("line-1/000012.png#short")).hasValue(12);
        assertThat(CameraSet.truth("line-1/000012.png#short")).contains("short");
        for (String name : List.of("photos/b.png#1.png", "set.png#0", "photos/7.png#2", "000012.png#short")) {
            assertThat(CameraSet.frame(name)).as(name).isEmpty();
            assertThat(CameraSet.truth(name)).as(name).isEmpty();
        }
    }
}
