package io.elbowatch.core.image;

import io.elbowatch.core.image.Preprocessing.Fit;
import io.elbowatch.testing.hostile.Effort;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a large image takes of the heap. Its rows are shrunk as they are decoded, so the image is never there. */
class LargeImageCostTest {
    private static final ImageShape LARGE = new ImageShape(3, 1200, 1600);
    private static final ImageShape MODEL = new ImageShape(1, 64, 64);
    /** Of tables, rows, and the model's width of every row; as a whole it would be 1.9 MB in grey and 5.8 MB in colour. */
    private static final long MAX_BYTES = 700_000;

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png"})
    void shouldNeverHoldTheImage(String format) {
        byte[] pixels = new byte[LARGE.bytes()];
        Random random = new Random(3);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 1600 / 8 + random.nextInt(2));
        }
        byte[] file = ImageEncoder.encode(ImageEncoder.buffered(LARGE, pixels), format);
        ImageDecoder decoder = new ImageDecoder(new Preprocessing(MODEL, Fit.STRETCH), DecodeLimits.DEFAULT);
        assertThat(decoder.decode(file, null)).isInstanceOf(Decoded.Pixels.class);

        Effort effort = Effort.of(() -> decoder.decode(file, null));

        // A JPEG is copied without its metadata.
        assertThat(effort.allocatedBytes()).isLessThan(MAX_BYTES + (format.equals("jpeg") ? file.length : 0));
    }
}
