package io.elbowatch.core.image;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MaskPictureTest {
    private static final byte[] LEVELS = {0, (byte) 255, 127, (byte) 128, 1, (byte) 254};

    @Test
    void shouldCountWhatIsWhite() {
        byte[] grey = ImageEncoder.png(new ImageShape(1, 2, 3), LEVELS);
        assertThat(MaskPicture.counts(grey, 2, 3)).containsExactly(false, true, false, true, false, true);
        byte[] colours = new byte[18];
        for (int channel = 0; channel < 3; channel++) {
            System.arraycopy(LEVELS, 0, colours, 6 * channel, 6);
        }
        assertThat(MaskPicture.counts(ImageEncoder.png(new ImageShape(3, 2, 3), colours), 2, 3))
                .containsExactly(false, true, false, true, false, true);
    }

    @Test
    void shouldRefuseAnotherSize() {
        byte[] picture = ImageEncoder.png(new ImageShape(1, 2, 3), LEVELS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaskPicture.counts(picture, 3, 2))
                .withMessage("has 3x2 pixels, and the model's input has 2x3");
    }

    @Test
    void shouldRefuseAnythingElseThanAPng() {
        assertThatIllegalArgumentException().isThrownBy(() -> MaskPicture.counts(new byte[] {1, 2}, 2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> MaskPicture.counts(new byte[0], 2, 3));
    }
}
