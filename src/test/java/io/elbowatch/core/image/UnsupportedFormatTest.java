package io.elbowatch.core.image;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.core.image.Preprocessing.Fit;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UnsupportedFormatTest {
    private static final ImageShape SHAPE = new ImageShape(1, 20, 20);
    private static final int BYTES = 300; // not those of a raw image

    private final ImageDecoder decoder = new ImageDecoder(new Preprocessing(SHAPE, Fit.CROP), DecodeLimits.DEFAULT);

    /** {@code _} stands for a byte of 0. */
    @ParameterizedTest
    @CsvSource({
        "HEIC, 4, ftypheic",
        "HEIC, 4, ftypmif1",
        "AVIF, 4, ftypavif",
        "Canon's raw format CR3, 4, 'ftypcrx '",
        "'MP4 or QuickTime, a video,', 4, ftypisom",
        "GIF, 0, GIF89a",
        "WebP, 8, WEBPVP8L",
        "JPEG 2000, 0, '\u00ffO\u00ffQ'",
        "JPEG XL, 0, '\u00ff\n'",
        "JPEG-LS, 0, '\u00ff\u00d8\u00ff\u00f7'",
        "DICOM, 128, DICM",
        "PDF, 0, %PDF-1.7",
        "Fujifilm's raw format RAF, 0, FUJIFILMCCD-RAW",
        "BigTIFF, 0, II+_",
        "Photoshop's format PSD, 0, 8BPS",
        "OpenEXR, 0, 'v/1\u0001'",
        "FITS, 0, SIMPLE  =",
        "ZIP, 0, 'PK\u0003\u0004'"
    })
    void shouldRejectAFormatByItsName(String name, int at, String letters) {
        byte[] value = new byte[BYTES];
        byte[] magic = letters.replace('_', '\0').getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(magic, 0, value, at, magic.length);

        Rejection rejection = rejection(value, null);

        assertThat(rejection.reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT);
        assertThat(rejection.detail()).isEqualTo(name + " is not supported; send PNG or JPEG");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P5 4 4 255 ", "P6\n4 4\n255\n", "Pf\n4 4\n-1\n"})
    void shouldNameNetpbm(String head) {
        byte[] value = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), BYTES);

        assertThat(rejection(value, null).detail()).startsWith("Netpbm is not supported");
    }

    @Test
    void shouldNameWhatIsDeclaredAndCannotBeRecognised() {
        assertThat(rejection(new byte[BYTES], "image/HEIC; q=1").detail()).startsWith("HEIC is not supported");
        assertThat(rejection(new byte[BYTES], "application/dicom").reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT);
        assertThat(rejection(new byte[BYTES], "image/elbow").reason()).isEqualTo(Reason.UNKNOWN_FORMAT);
    }

    @Test
    void shouldNameTheFormatOfAValueThatIsDeclaredAsAnother() {
        byte[] heic = new byte[BYTES];
        System.arraycopy("ftypheic".getBytes(StandardCharsets.US_ASCII), 0, heic, 4, 8);

        assertThat(rejection(heic, "image/jpeg").detail()).startsWith("HEIC is not supported");
    }

    @Test
    void shouldTakeARawImageThatBeginsLikeAnotherFormat() {
        byte[] raw = new byte[SHAPE.bytes()];
        System.arraycopy("GIF89a".getBytes(StandardCharsets.US_ASCII), 0, raw, 0, 6);

        assertThat(decoder.decode(raw, null)).isInstanceOf(Decoded.Pixels.class);
        assertThat(decoder.decode(raw, "image/x-raw")).isInstanceOf(Decoded.Pixels.class);
    }

    private Rejection rejection(byte[] value, String contentType) {
        return ((Decoded.Rejected) decoder.decode(value, contentType)).rejection();
    }
}
