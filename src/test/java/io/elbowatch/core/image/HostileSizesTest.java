package io.elbowatch.core.image;

import io.elbowatch.core.image.Preprocessing.Fit;
import io.elbowatch.testing.hostile.Effort;
import io.elbowatch.testing.hostile.HostileSizes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Extreme sizes and rare kinds of images, for a model of colour photographs. */
class HostileSizesTest {
    private static final ImageShape PHOTO = new ImageShape(3, 256, 256);
    private static final Map<String, byte[]> FILES = HostileSizes.files();
    /** The longest image passes through 256 x 65,535 pixels in three channels. */
    private static final long MAX_BYTES = 256L << 20;

    private static final long MAX_MILLIS = 20_000;

    @ParameterizedTest
    @EnumSource(Fit.class)
    void shouldDecodeOrRejectThem(Fit fit) {
        ImageDecoder decoder = new ImageDecoder(new Preprocessing(PHOTO, fit), DecodeLimits.DEFAULT);
        FILES.forEach((name, file) -> {
            Decoded[] answer = new Decoded[1];
            Effort effort = Effort.of(() -> answer[0] = decoder.decode(file, null));

            assertThat(effort.allocatedBytes()).as(name).isLessThan(MAX_BYTES);
            assertThat(effort.cpuMillis()).as(name).isLessThan(MAX_MILLIS);
            if (name.startsWith("not-")) {
                assertThat(answer[0]).as(name).isInstanceOf(Decoded.Rejected.class);
            } else {
                assertThat(answer[0])
                        .as(name)
                        .isInstanceOfSatisfying(
                                Decoded.Pixels.class,
                                decoded -> assertThat(decoded.pixels()).hasSize(PHOTO.bytes()));
            }
        });
    }

    @Test
    void shouldSayWhyItRejectsATinyFileThatDeclaresAHugeImage() {
        ImageDecoder decoder = new ImageDecoder(new Preprocessing(PHOTO, Fit.CROP), DecodeLimits.DEFAULT);
        assertThat(rejection(decoder, "not-65535x65535.png")).contains("65535x65535", "image.max-pixels");
        assertThat(rejection(decoder, "not-1x65536.png")).contains("a side may have at most 65535");
    }

    private static String rejection(ImageDecoder decoder, String name) {
        return ((Decoded.Rejected) decoder.decode(FILES.get(name), null))
                .rejection()
                .detail();
    }
}
