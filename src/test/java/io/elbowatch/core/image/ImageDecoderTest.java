package io.elbowatch.core.image;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.core.image.Preprocessing.Fit;
import io.elbowatch.testing.hostile.PngChecksums;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ImageDecoderTest {
    private static final ImageShape SHAPE = new ImageShape(1, 28, 28);
    private static final byte[] PNG = ImageVector.resource("size-grey-28x28.png");
    private static final byte[] JPEG = ImageVector.resource("jpeg-grey.jpg");

    private final ImageDecoder decoder =
            new ImageDecoder(new Preprocessing(SHAPE, Fit.STRETCH), new DecodeLimits(100_000, 1_000_000));

    @Test
    void shouldRejectNull() {
        assertThat(rejection(null, null).reason()).isEqualTo(Reason.NULL_VALUE);
    }

    @Test
    void shouldRejectEmpty() {
        assertThat(rejection(new byte[0], "image/png").reason()).isEqualTo(Reason.EMPTY);
    }

    @Test
    void shouldRejectTooManyBytes() {
        Rejection rejection = rejection(new byte[100_001], null);

        assertThat(rejection.reason()).isEqualTo(Reason.TOO_MANY_BYTES);
        assertThat(rejection.detail()).contains("100001").contains("100000");
    }

    @Test
    void shouldRejectUnknownFormat() {
        Rejection rejection = rejection(new byte[783], null);

        assertThat(rejection.reason()).isEqualTo(Reason.UNKNOWN_FORMAT);
        assertThat(rejection.detail()).contains("783").contains("784").contains("1x28x28");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/x-raw", "application/octet-stream", "Application/Octet-Stream ; charset=x"})
    void shouldRejectRawOfWrongLength(String contentType) {
        Rejection rejection = rejection(PNG, contentType);

        assertThat(rejection.reason()).isEqualTo(Reason.WRONG_LENGTH);
        assertThat(rejection.detail()).contains(PNG.length + "").contains("784");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/x-raw", "application/json", "nonsense", ";", ""})
    void shouldNotCopyRaw(String contentType) {
        byte[] raw = new byte[SHAPE.bytes()];

        assertThat(pixels(raw, contentType)).isSameAs(raw);
        assertThat(pixels(raw, null)).isSameAs(raw);
    }

    @Test
    void shouldTreatDeclaredRawAsRawEvenIfItBeginsLikePng() {
        byte[] raw = Arrays.copyOf(PNG, SHAPE.bytes());

        assertThat(pixels(raw, "image/x-raw")).isSameAs(raw);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/jpeg", "IMAGE/JPG; q=1", "image/png", "image/bmp"})
    void shouldPreferTheFirstBytesToADeclaredPngOrJpeg(String contentType) {
        assertThat(pixels(PNG, contentType)).isEqualTo(pixels(PNG, null));
        assertThat(pixels(JPEG, contentType)).isEqualTo(pixels(JPEG, null));
    }

    @Test
    void shouldRejectDeclaredPngThatIsNeither() {
        Rejection rejection = rejection(new byte[SHAPE.bytes()], "image/png");

        assertThat(rejection.reason()).isEqualTo(Reason.UNDECODABLE);
        assertThat(rejection.detail()).contains("image/png");
    }

    @ParameterizedTest
    @CsvSource({"1001, 1000", "70000, 1", "1, 2147483647", "-1, -1"})
    void shouldRejectDeclaredPixelsBeforeDecoding(int width, int height) {
        byte[] png = PNG.clone();
        ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
        PngChecksums.fix(png);

        assertThat(rejection(png, null).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
    }

    @Test
    void shouldRejectDeclaredPixelsOfJpeg() {
        byte[] jpeg = JPEG.clone();
        int frame = IntStream.range(0, jpeg.length)
                .filter(i -> jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc0)
                .findFirst()
                .orElseThrow();
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 40_000).putShort(frame + 7, (short) 40_000);

        Rejection rejection = rejection(jpeg, null);

        assertThat(rejection.reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(rejection.detail()).contains("40000x40000 = 1600000000").contains("1000000");
    }

    @Test
    void shouldNotAllocateMoreThanTheBytesCanHold() {
        byte[] png = PNG.clone();
        ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
        PngChecksums.fix(png);
        DecodeLimits boundless = new DecodeLimits(Integer.MAX_VALUE, Long.MAX_VALUE);

        Decoded decoded = new ImageDecoder(new Preprocessing(SHAPE, Fit.CROP), boundless).decode(png, null);

        assertThat(decoded)
                .isInstanceOfSatisfying(
                        Decoded.Rejected.class,
                        rejected -> assertThat(rejected.rejection().reason()).isEqualTo(Reason.TOO_MANY_PIXELS));
    }

    @Test
    void shouldRejectJpegFilledWithGrey() {
        byte[] cut = Arrays.copyOf(JPEG, JPEG.length - 60);
        cut[cut.length - 2] = (byte) 0xff;
        cut[cut.length - 1] = (byte) 0xd9;

        Rejection rejection = rejection(cut, null);

        assertThat(rejection.reason()).isEqualTo(Reason.UNDECODABLE);
        assertThat(rejection.detail()).contains("damaged");
    }

    @Test
    void shouldDecodeOnManyThreads() {
        byte[] expected = pixels(JPEG, null);

        assertThat(IntStream.range(0, 200).parallel().mapToObj(i -> pixels(JPEG, null)))
                .allSatisfy(pixels -> assertThat(pixels).isEqualTo(expected));
    }

    private byte[] pixels(byte[] value, String contentType) {
        return ((Decoded.Pixels) decoder.decode(value, contentType)).pixels();
    }

    private Rejection rejection(byte[] value, String contentType) {
        return ((Decoded.Rejected) decoder.decode(value, contentType)).rejection();
    }
}
