package io.elbowatch.core.image;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.core.image.Preprocessing.Fit;
import io.elbowatch.testing.hostile.Effort;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Single numbers of the directory of a TIFF changed: 23x19 pixels in strips of 5 rows, or tiles of 32x16. */
class TiffHeaderTest {
    private static final int ENTRY_BYTES = 12;
    private static final long MOST_BYTES = 1 << 20;

    private final ImageDecoder decoder = new ImageDecoder(
            new Preprocessing(new ImageShape(3, 20, 30), Fit.CROP), new DecodeLimits(1 << 20, 1 << 20));

    @ParameterizedTest
    @CsvSource({
        "256, 0, UNDECODABLE, 0x19",
        "256, 65536, TOO_MANY_PIXELS, a side may have at most",
        "257, 2147483648, TOO_MANY_PIXELS, a side may have at most",
        "257, 60000, TOO_MANY_PIXELS, 23x60000 = 1380000 pixels",
        "257, 20, UNDECODABLE, ends before its last row",
        "278, 0, UNDECODABLE, strips or tiles of 23x0",
        "278, 1, UNDECODABLE, tag 273",
        "258, 12, UNSUPPORTED_FORMAT, 12 bits",
        "259, 4, UNSUPPORTED_FORMAT, compressed as a fax is not supported; send PNG or JPEG",
        "259, 7, UNSUPPORTED_FORMAT, compressed as JPEG",
        "259, 34712, UNSUPPORTED_FORMAT, the compression 34712",
        "262, 5, UNSUPPORTED_FORMAT, photometric interpretation 5",
        "277, 0, UNSUPPORTED_FORMAT, 0 samples",
        "277, 60000, UNSUPPORTED_FORMAT, 60000 samples",
        "277, 3, UNSUPPORTED_FORMAT, 3 samples of 8 bits"
    })
    void shouldRejectAGreyTiffInStripsWith(int tag, long number, Reason reason, String detail) {
        Rejection rejection = rejection(changed("tiff-grey-8-strips.tif", tag, number));

        assertThat(rejection.reason()).isEqualTo(reason);
        assertThat(rejection.detail()).contains(detail);
    }

    @ParameterizedTest
    @CsvSource({
        "322, 0, strips or tiles of 0x32",
        "322, 17, strips or tiles of 17x32",
        "322, 4294967280, a side may have at most",
        "323, 65520, 64x65520 = 4193280 pixels"
    })
    void shouldRejectTilesThatCannotBe(int tag, long number, String detail) {
        byte[] value = changed("tiff-rgb-8-tiles.tif", tag, number);
        Rejection[] rejection = new Rejection[1];

        Effort effort = Effort.of(() -> rejection[0] = rejection(value));

        assertThat(rejection[0].detail()).contains(detail);
        assertThat(effort.allocatedBytes()).isLessThan(MOST_BYTES);
    }

    /** A tag that is not needed gets another number. */
    @ParameterizedTest
    @CsvSource({"254, 1, a small version of another", "50706, 1, the raw format DNG", "266, 2, sample format"})
    void shouldRejectPreviewsOfCameras(int tag, int number, String detail) {
        byte[] value = ImageVector.resource("tiff-grey-8-strips.tif");
        ByteBuffer file = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        int entry = entry(file, 317); // the predictor, which plain pixels do not have
        file.putShort(entry, (short) tag).putShort(entry + 8, (short) number);

        assertThat(rejection(value).detail()).contains(detail).contains("is not supported");
    }

    private static byte[] changed(String name, int tag, long number) {
        byte[] value = ImageVector.resource(name);
        ByteBuffer file = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        int entry = entry(file, tag);
        if (file.getShort(entry + 2) == 3) {
            file.putShort(entry + 8, (short) number);
        } else {
            file.putInt(entry + 8, (int) number);
        }
        return value;
    }

    private static int entry(ByteBuffer file, int tag) {
        int first = file.getInt(4) + 2;
        for (int i = 0; i < file.getShort(first - 2); i++) {
            int entry = first + i * ENTRY_BYTES;
            if ((file.getShort(entry) & 0xffff) == tag) {
                return entry;
            }
        }
        throw new IllegalArgumentException("no tag " + tag);
    }

    private Rejection rejection(byte[] value) {
        return ((Decoded.Rejected) decoder.decode(value, null)).rejection();
    }
}
