package io.elbowatch.core.image;

import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.core.image.Preprocessing.Fit;
import io.elbowatch.testing.DeepImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Images for a model of 16 bits; that all their pixels are those of the training is tested by the image vectors. */
class DeepImageTest {
    private static final ImageShape SHAPE = DeepImages.SHAPE;
    private static final ImageShape SHALLOW = new ImageShape(1, 16, 24);

    private final ImageDecoder deep = decoder(SHAPE);
    private final ImageDecoder shallow = decoder(SHALLOW);

    @Example
    void shouldKeepTheLowByteOnlyWhereTheModelHasIt() {
        int[] normal = DeepImages.normal(1);
        int[] other = DeepImages.defective(1);

        assertThat(pixels(deep, DeepImages.png(other))).isEqualTo(DeepImages.raw(other));
        assertThat(pixels(deep, DeepImages.png(normal))).isNotEqualTo(DeepImages.raw(other));
        assertThat(pixels(shallow, DeepImages.png(normal))).isEqualTo(pixels(shallow, DeepImages.png(other)));
    }

    @Example
    void shouldTakeRawPixelsWithoutACopy() {
        byte[] raw = DeepImages.raw(DeepImages.normal(1));

        assertThat(pixels(deep, raw)).isSameAs(raw);
        assertThat(SHAPE.level(raw, 1)).isEqualTo(DeepImages.normal(1)[1] / 257.0);
    }

    @Example
    void shouldRefuseRawPixelsOfTheOtherDepth() {
        Decoded declared = deep.decode(new byte[SHALLOW.bytes()], "image/x-raw");
        assertThat(declared).isInstanceOfSatisfying(Decoded.Rejected.class, refused -> {
            assertThat(refused.rejection().reason()).isEqualTo(Reason.WRONG_LENGTH);
            assertThat(refused.rejection().detail()).contains("384 bytes", "raw 16-bit 1x16x24 image has 768");
        });
        assertThat(shallow.decode(new byte[SHAPE.bytes()], null))
                .isInstanceOfSatisfying(
                        Decoded.Rejected.class,
                        refused -> assertThat(refused.rejection().reason()).isEqualTo(Reason.UNKNOWN_FORMAT));
    }

    @Property(tries = 100)
    void shouldReadAnImageOf8BitsAsAModelOf8BitsDoes(
            @ForAll @IntRange(min = 1, max = 60) int height,
            @ForAll @IntRange(min = 1, max = 60) int width,
            @ForAll Random random) {
        ImageShape own = new ImageShape(1, height, width);
        byte[] grey = new byte[own.bytes()];
        random.nextBytes(grey);
        byte[] png = ImageEncoder.png(own, grey);

        byte[] found = pixels(deep, png);
        byte[] expected = pixels(shallow, png);
        for (int i = 0; i < expected.length; i++) {
            assertThat(SHAPE.level(found, i)).isEqualTo(SHALLOW.level(expected, i));
        }
    }

    @Example
    void shouldResizeAConstantToItself() {
        int[] white = new int[SHAPE.values()];
        Arrays.fill(white, 65_535);
        for (int side : new int[] {1, 7, 16, 100}) {
            ImageShape to = new ImageShape(1, side, side, 16);
            assertThat(pixels(decoder(to), DeepImages.png(white)))
                    .containsOnly(0xff)
                    .hasSize(to.bytes());
        }
    }

    @Example
    void shouldShowPeople8Bits() throws IOException {
        int[] levels = DeepImages.normal(1);
        for (byte[] value : new byte[][] {DeepImages.raw(levels), DeepImages.png(levels)}) {
            Viewed.Picture picture = (Viewed.Picture) deep.view(value, null, 100);
            BufferedImage shown = ImageIO.read(new ByteArrayInputStream(picture.png()));
            assertThat(shown.getColorModel().getComponentSize(0)).isEqualTo(8);
            assertThat(shown.getRaster().getSample(3, 2, 0)).isEqualTo(levels[2 * 24 + 3] >> 8);
        }
        assertThat(ImageEncoder.png(SHAPE, DeepImages.raw(levels)))
                .isEqualTo(ImageEncoder.png(SHALLOW, SHAPE.preview(DeepImages.raw(levels))));
    }

    @Example
    void shouldBeGreyAndOfAKnownDepth() {
        assertThatThrownBy(() -> new ImageShape(3, 2, 2, 16)).hasMessageContaining("of one channel, 16, not 16 of 3");
        assertThatThrownBy(() -> new ImageShape(1, 2, 2, 12)).hasMessageContaining("not 12");
        assertThatThrownBy(() -> new ImageShape(1, 32_768, 32_768, 16)).hasMessageContaining("impossible image size");
    }

    private static ImageDecoder decoder(ImageShape shape) {
        return new ImageDecoder(new Preprocessing(shape, Fit.CROP), DecodeLimits.DEFAULT);
    }

    private static byte[] pixels(ImageDecoder decoder, byte[] value) {
        return ((Decoded.Pixels) decoder.decode(value, null)).pixels();
    }
}
