package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.image.Preprocessing;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class InputFormatTest {
    @ParameterizedTest
    @CsvSource({"RAW, 1", "PNG, 1", "RAW, 3", "PNG, 3"})
    void shouldKeepPixelsWhereTheFormatDoes(InputFormat format, int channels) {
        ImageShape shape = new ImageShape(channels, 5, 7);
        byte[] pixels = random(shape);

        byte[] value = format.encode(pixels, shape, 5, 7);

        assertThat(decode(value, shape, format)).isEqualTo(pixels);
    }

    @ParameterizedTest
    @CsvSource({"PNG, 1", "JPEG, 1", "PNG, 3", "JPEG, 3"})
    void shouldEncodeInAnotherSize(InputFormat format, int channels) {
        ImageShape shape = new ImageShape(channels, 8, 8);

        byte[] value = format.encode(random(shape), shape, 20, 30);

        assertThat(decode(value, new ImageShape(channels, 20, 30), format)).hasSize(channels * 600);
    }

    private static byte[] decode(byte[] value, ImageShape shape, InputFormat format) {
        Preprocessing none = new Preprocessing(shape, Preprocessing.Fit.STRETCH);
        return Workload.pixels(new ImageDecoder(none, DecodeLimits.DEFAULT).decode(value, format.contentType()));
    }

    private static byte[] random(ImageShape shape) {
        byte[] pixels = new byte[shape.bytes()];
        new Random(1).nextBytes(pixels);
        return pixels;
    }
}
