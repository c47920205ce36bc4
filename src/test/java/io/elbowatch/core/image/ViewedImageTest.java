package io.elbowatch.core.image;

import io.elbowatch.core.image.Preprocessing.Fit;
import io.elbowatch.core.image.Preprocessing.Orientation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a page shows of an image: the pixels that the model sees, in colour, as a PNG. */
class ViewedImageTest {
    private static final int MAX_SIDE = 2048;

    /** Those in formats that browsers may not show, and those that are turned. */
    static List<ImageVector> vectors() {
        return ImageVector.all().stream()
                .filter(vector -> vector.preprocessing().shape().channels() == 3)
                .filter(vector -> vector.file().matches("(tiff|bmp).*")
                        || vector.preprocessing().orientation() == Orientation.EXIF)
                .filter(ViewedImageTest::keepsItsSize)
                .toList();
    }

    private static boolean keepsItsSize(ImageVector vector) {
        ImageShape shape = vector.preprocessing().shape();
        Viewed.Picture picture = (Viewed.Picture) view(vector, shape);
        return picture.width() == shape.width() && picture.height() == shape.height();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldShowEveryFormatAsTheModelSeesIt(ImageVector vector) {
        ImageShape shape = vector.preprocessing().shape();
        ImageDecoder ofPng = new ImageDecoder(new Preprocessing(shape, Fit.STRETCH), DecodeLimits.DEFAULT);

        Viewed.Picture picture = (Viewed.Picture) view(vector, new ImageShape(1, shape.height(), shape.width()));

        assertThat(picture.shown()).isEqualTo(new Rectangle(0, 0, shape.width(), shape.height()));
        assertThat(ofPng.decode(picture.png(), null))
                .isInstanceOfSatisfying(
                        Decoded.Pixels.class,
                        pixels -> assertThat(pixels.pixels()).isEqualTo(vector.expected()));
    }

    @Test
    void shouldSayWhichFormatItCannotShow() {
        Preprocessing preprocessing = new Preprocessing(new ImageShape(1, 8, 8), Fit.CROP);
        byte[] webp = "RIFF\0\0\0\0WEBPVP8L".getBytes(StandardCharsets.US_ASCII);

        assertThat(new ImageDecoder(preprocessing, DecodeLimits.DEFAULT).view(webp, "image/webp", MAX_SIDE))
                .isInstanceOfSatisfying(
                        Viewed.Unviewable.class,
                        unviewable ->
                                assertThat(unviewable.rejection().detail()).startsWith("WebP is not supported"));
    }

    private static Viewed view(ImageVector vector, ImageShape shape) {
        Preprocessing preprocessing = new Preprocessing(
                shape, vector.preprocessing().fit(), vector.preprocessing().orientation());
        return new ImageDecoder(preprocessing, DecodeLimits.DEFAULT).view(vector.bytes(), null, MAX_SIDE);
    }
}
