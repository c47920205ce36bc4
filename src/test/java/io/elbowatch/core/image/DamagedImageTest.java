package io.elbowatch.core.image;

import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.core.image.Preprocessing.Fit;
import io.elbowatch.testing.hostile.PngChecksums;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Properties of broken values. The files are those of the vectors, damaged in several ways. */
class DamagedImageTest {
    private static final ImageShape SHAPE = new ImageShape(3, 20, 30);
    private static final ImageDecoder DECODER =
            new ImageDecoder(new Preprocessing(SHAPE, Fit.CROP), new DecodeLimits(1 << 20, 1 << 20));

    static List<String> files() {
        return ImageVector.all().stream().map(ImageVector::file).distinct().toList();
    }

    static Stream<String> smallFiles() {
        return files().stream().filter(file -> ImageVector.resource(file).length < 3000);
    }

    @Property(tries = 3000)
    void shouldNeverThrowOnArbitraryBytes(@ForAll byte[] value, @ForAll @From("contentTypes") String contentType) {
        assertThat(DECODER.decode(value, contentType)).isNotNull();
    }

    @Property(tries = 3000)
    void shouldNeverThrowOnArbitraryBytesAfterMagic(@ForAll byte[] rest, @ForAll boolean png) {
        byte[] magic = Arrays.copyOf(ImageVector.resource(png ? "png-grey-8.png" : "jpeg-grey.jpg"), png ? 33 : 20);
        byte[] value = Arrays.copyOf(magic, magic.length + rest.length);
        System.arraycopy(rest, 0, value, magic.length, rest.length);

        assertThat(DECODER.decode(value, null)).isInstanceOf(Decoded.Rejected.class);
    }

    @Property(tries = 6000)
    void shouldNeverThrowOnDamagedFiles(
            @ForAll @From("fileNames") String file,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int changes) {
        byte[] value = ImageVector.resource(file);
        Random random = new Random(seed);
        for (int i = 0; i < changes; i++) {
            // Damage in headers and tables misleads a decoder most.
            int range = random.nextBoolean() ? value.length : Math.min(value.length, 200);
            value[random.nextInt(range)] = (byte) random.nextInt(256);
        }
        if (random.nextBoolean()) {
            PngChecksums.fix(value);
        }

        Decoded decoded = DECODER.decode(value, null);

        if (decoded instanceof Decoded.Pixels pixels) {
            assertThat(pixels.pixels()).hasSize(SHAPE.bytes());
        }
    }

    @ParameterizedTest
    @MethodSource("smallFiles")
    void shouldRejectEveryProperPrefix(String file) {
        byte[] whole = ImageVector.resource(file);
        if (file.contains("trailing")) {
            return;
        }
        for (int length = firstBytes(file); length < whole.length; length++) {
            Decoded decoded = DECODER.decode(Arrays.copyOf(whole, length), null);

            assertThat(decoded)
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOfSatisfying(
                            Decoded.Rejected.class,
                            rejected ->
                                    assertThat(rejected.rejection().reason()).isEqualTo(Reason.UNDECODABLE));
        }
    }

    /** So many tell the format. */
    private static int firstBytes(String file) {
        return file.startsWith("bmp") ? 54 : 8;
    }

    @Property(tries = 500)
    void shouldRejectOneWrongByteInImageDataOfPng(@ForAll @IntRange(min = 8, max = 400) int at) {
        byte[] value = ImageVector.resource("png-grey-8.png");
        int place = Math.min(at, value.length - 1);
        value[place] ^= 0x10;

        assertThat(DECODER.decode(value, null)).isInstanceOf(Decoded.Rejected.class);
    }

    @Provide
    static Arbitrary<String> fileNames() {
        return Arbitraries.of(files());
    }

    @Provide
    static Arbitrary<String> contentTypes() {
        Arbitrary<String> known = Arbitraries.of(
                "image/png", "image/jpeg", "image/tiff", "image/bmp", "image/x-raw", "text/plain; a=b");
        return Arbitraries.oneOf(known, Arbitraries.strings().ofMaxLength(10)).injectNull(0.2);
    }
}
