package io.elbowatch.core.image;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JPEG files without some of their Huffman tables, which are then the standard ones. libjpeg-turbo takes these by
 * itself, libjpeg 6b, which most JDKs bundle, refuses the file.
 */
class MissingTablesTest {
    private static final ImageDecoder DECODER = new ImageDecoder(
            new Preprocessing(new ImageShape(3, 41, 33), Preprocessing.Fit.STRETCH), DecodeLimits.DEFAULT);

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x10, 0x01, 0x11})
    void shouldDecodeWithTheStandardTable(int missing) {
        byte[] whole = ImageVector.resource("jpeg-ycc-444.jpg"); // has the standard tables, each in its own segment
        byte[] value = without(whole, missing);

        assertThat(value).hasSizeLessThan(whole.length);
        assertThat(pixels(value)).isEqualTo(pixels(whole));
    }

    private static byte[] without(byte[] file, int table) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file, 0, 2);
        int at = 2;
        while ((file[at + 1] & 0xff) != 0xda) {
            int size = 2 + JpegHeader.unsignedShort(file, at + 2);
            if ((file[at + 1] & 0xff) != 0xc4 || file[at + 4] != table) {
                out.write(file, at, size);
            }
            at += size;
        }
        out.write(file, at, file.length - at);
        return out.toByteArray();
    }

    private static byte[] pixels(byte[] value) {
        Decoded decoded = DECODER.decode(value, null);
        assertThat(decoded).isInstanceOf(Decoded.Pixels.class);
        return ((Decoded.Pixels) decoded).pixels();
    }
}
