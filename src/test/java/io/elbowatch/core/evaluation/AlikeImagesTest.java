package io.elbowatch.core.evaluation;

import io.elbowatch.core.density.CalibrationFolds;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AlikeImagesTest {
    private static final int PIXELS = 60;

    @Test
    void shouldFindTheFirstImageAlikeToNone() {
        AlikeImages alike = new AlikeImages();
        alike.add(new byte[PIXELS]);
        assertThat(alike.count()).isZero();
        alike.add(new byte[PIXELS]);
        assertThat(alike.count()).isEqualTo(1);
    }

    @Test
    void shouldAllowHalfALevelAPixelOnAverage() {
        assertThat(alikeTo(PIXELS / 2, 1)).isEqualTo(1);
        assertThat(alikeTo(PIXELS / 2 + 1, 1)).isZero();
        assertThat(alikeTo(1, PIXELS / 2)).isEqualTo(1);
        assertThat(alikeTo(1, PIXELS / 2 + 1)).isZero();
    }

    @Test
    void shouldSeeAPartThatChangesPlacesAsAnother() {
        AlikeImages alike = new AlikeImages();
        byte[] left = new byte[PIXELS];
        byte[] right = new byte[PIXELS];
        left[0] = (byte) 200;
        right[PIXELS - 1] = (byte) 200;
        alike.add(left);
        alike.add(right);
        assertThat(alike.count()).isZero();
    }

    @Test
    void shouldFindACopyOfAnImageLongBefore() {
        AlikeImages alike = new AlikeImages();
        for (int k = 0; k < 200; k++) {
            alike.add(image(3 * k));
        }
        assertThat(alike.count()).isZero();
        alike.add(image(0));
        assertThat(alike.count()).isEqualTo(1);
    }

    /** {@code model/tests/test_alike.py} expects the same number of the same images. */
    @Test
    void shouldCountAsPythonDoes() {
        AlikeImages alike = new AlikeImages();
        for (int k = 0; k < 1_000; k++) {
            alike.add(image(k * 7 % 1_100));
        }
        assertThat(alike.count()).isEqualTo(340);
        assertThat(alike.acrossFolds(new CalibrationFolds(1_000))).isEqualTo(340);
    }

    @Test
    void shouldCountTheImagesThatTheModelsOfOtherFoldsKnow() {
        AlikeImages still = new AlikeImages();
        for (int k = 0; k < 400; k++) {
            still.add(image(5));
        }
        assertThat(still.count()).isEqualTo(399);
        assertThat(still.acrossFolds(new CalibrationFolds(400))).isEqualTo(360);
    }

    /** Three images each show the same: as it is, with every third level raised by 1, and with every level raised by 1. */
    private static byte[] image(int k) {
        byte[] pixels = new byte[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            int raised = k % 3 == 2 || (k % 3 == 1 && i % 3 == 0) ? 1 : 0;
            pixels[i] = (byte) ((k / 3 * 7919 + i * (k / 3 + 3) * 31 + raised) % 251);
        }
        return pixels;
    }

    private static int alikeTo(int changed, int by) {
        AlikeImages alike = new AlikeImages();
        byte[] other = new byte[PIXELS];
        for (int i = 0; i < changed; i++) {
            other[i] = (byte) by;
        }
        alike.add(new byte[PIXELS]);
        alike.add(other);
        return alike.count();
    }
}
