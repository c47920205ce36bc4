package io.elbowatch.core.image;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ImageEncoderTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldKeepEveryPixelInPng(int channels) {
        ImageShape shape = new ImageShape(channels, 5, 7);
        byte[] pixels = new byte[shape.bytes()];
        new Random(3).nextBytes(pixels);
        ImageDecoder decoder =
                new ImageDecoder(new Preprocessing(shape, Preprocessing.Fit.STRETCH), DecodeLimits.DEFAULT);

        Decoded decoded = decoder.decode(ImageEncoder.png(shape, pixels), "image/png");

        assertThat(((Decoded.Pixels) decoded).pixels()).isEqualTo(pixels);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 104, 106})
    void shouldRefusePixelsOfAnotherShape(int bytes) {
        assertThatThrownBy(() -> ImageEncoder.png(new ImageShape(3, 5, 7), new byte[bytes]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(bytes + " bytes", "3x5x7");
    }
}
