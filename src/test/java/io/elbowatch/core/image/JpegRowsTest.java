package io.elbowatch.core.image;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** libjpeg's conversion of colours, compared with {@link JpegColours} on the samples as they are stored. */
class JpegRowsTest {

    static List<String> files() {
        return ImageVector.all().stream()
                .map(ImageVector::file)
                .filter(file -> file.endsWith(".jpg"))
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldEqualTheConversionOfStoredSamples(String file) throws UnfitImageException {
        assertSame(ImageVector.resource(file));
    }

    /** Noise in all channels has colours that no display has: they are clipped on both sides. */
    @Property(tries = 100)
    void shouldEqualItForColoursThatAreClipped(
            @ForAll @IntRange(min = 1, max = 50) int height,
            @ForAll @IntRange(min = 1, max = 50) int width,
            @ForAll boolean colour,
            @ForAll long seed)
            throws UnfitImageException {
        ImageShape shape = new ImageShape(colour ? 3 : 1, height, width);
        byte[] pixels = new byte[shape.bytes()];
        Random random = new Random(seed);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (random.nextBoolean() ? 0 : 255);
        }

        assertSame(ImageEncoder.encode(ImageEncoder.buffered(shape, pixels), "jpeg"));
    }

    private static void assertSame(byte[] value) throws UnfitImageException {
        JpegFile file = JpegFile.read(value, DecodeLimits.DEFAULT);
        byte[] samples = JpegDecoder.samples(file, true);
        for (int channels : new int[] {1, 3}) {
            assertThat(JpegDecoder.decode(value, channels, DecodeLimits.DEFAULT).pixels())
                    .isEqualTo(file.colours()
                            .planes(samples, file.header(), channels)
                            .pixels());
        }
    }

    @Property(tries = 1)
    void shouldRefuseRowsOutOfOrder() {
        JpegRows rows = new JpegRows(2, 4, 1, 1, new WholeImage(1));

        assertThatThrownBy(() -> rows.setRect(0, 1, rows.image().getColorModel().createCompatibleWritableRaster(4, 1)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(rows.complete()).isFalse();
    }
}
