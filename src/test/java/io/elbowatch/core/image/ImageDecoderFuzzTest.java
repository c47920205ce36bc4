package io.elbowatch.core.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.elbowatch.core.image.Preprocessing.Fit;
import io.elbowatch.core.image.Preprocessing.Orientation;
import io.elbowatch.testing.hostile.PngChecksums;
import io.elbowatch.testing.hostile.VectorFiles;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Fuzzes the decoder. The first byte chooses the content type, so that the fuzzer controls it, too. */
class ImageDecoderFuzzTest {
    private static final ImageShape SHAPE = new ImageShape(3, 20, 30);
    private static final ImageDecoder DECODER =
            new ImageDecoder(new Preprocessing(SHAPE, Fit.CROP, Orientation.EXIF), new DecodeLimits(1 << 20, 1 << 18));
    private static final ImageShape DEEP_SHAPE = new ImageShape(1, 20, 30, 16);
    private static final ImageDecoder DEEP = new ImageDecoder(
            new Preprocessing(DEEP_SHAPE, Fit.CROP, Orientation.EXIF), new DecodeLimits(1 << 20, 1 << 18));
    private static final String[] CONTENT_TYPES = {null, "image/png", "image/jpeg; q=1", "image/x-raw", "image/tiff"};

    static Stream<byte[]> files() {
        return VectorFiles.all().stream().map(file -> {
            byte[] input = new byte[1 + file.length];
            System.arraycopy(file, 0, input, 1, file.length);
            return input;
        });
    }

    @MethodSource("files")
    @FuzzTest
    void shouldAnswerAnyValue(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] value = Arrays.copyOfRange(input, 1, input.length);
        String contentType = CONTENT_TYPES[(input[0] & 0xff) % CONTENT_TYPES.length];
        decode(value, contentType);
        // A fuzzer does not get past a wrong checksum.
        PngChecksums.fix(value);
        decode(value, contentType);
    }

    private static void decode(byte[] value, String contentType) {
        if (DECODER.decode(value, contentType) instanceof Decoded.Pixels pixels) {
            assertThat(pixels.pixels()).hasSize(SHAPE.bytes());
        }
        if (DEEP.decode(value, contentType) instanceof Decoded.Pixels pixels) {
            assertThat(pixels.pixels()).hasSize(DEEP_SHAPE.bytes());
        }
    }
}
