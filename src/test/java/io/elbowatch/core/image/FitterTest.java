package io.elbowatch.core.image;

import io.elbowatch.core.image.Preprocessing.Fit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FitterTest {
    private static final DecodeLimits LIMITS = new DecodeLimits(1000, 1000);

    @Test
    void shouldNotCopyAnImageOfTheModelsSize() throws UnfitImageException {
        Planes image = Planes.black(3, 4, 5);

        assertThat(fitter(3, 4, 5).fit(image)).isSameAs(image.pixels());
    }

    @Test
    void shouldCropTheMiddleOfAWideImage() throws UnfitImageException {
        Planes image = new Planes(1, 1, 6, new byte[] {1, 2, 3, 4, 5, 6});

        assertThat(fitter(1, 1, 3).fit(image)).containsExactly(2, 3, 4);
    }

    @Test
    void shouldCropTheMiddleOfATallImage() throws UnfitImageException {
        Planes image = new Planes(1, 5, 1, new byte[] {1, 2, 3, 4, 5});

        assertThat(fitter(1, 2, 1).fit(image)).containsExactly(2, 3);
    }

    @Test
    void shouldKeepAtLeastOnePixel() throws UnfitImageException {
        Planes image = new Planes(1, 1, 3, new byte[] {1, 2, 3});

        assertThat(fitter(1, 9, 1).fit(image)).hasSize(9).containsOnly(2);
    }

    @Test
    void shouldLimitTheIntermediateSizeOfResizing() {
        Planes image = Planes.black(1, 501, 1);
        Fitter fitter = new Fitter(new Preprocessing(new ImageShape(1, 2, 2), Fit.STRETCH), LIMITS);

        assertThatThrownBy(() -> fitter.fit(image))
                .isInstanceOf(UnfitImageException.class)
                .hasMessageContaining("1002");
    }

    private static Fitter fitter(int channels, int height, int width) {
        return new Fitter(new Preprocessing(new ImageShape(channels, height, width), Fit.CROP), LIMITS);
    }
}
