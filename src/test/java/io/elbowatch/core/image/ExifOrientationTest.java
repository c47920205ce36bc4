package io.elbowatch.core.image;

import io.elbowatch.testing.OrientedJpeg;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExifOrientationTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "6, 6", "8, 8", "0, 1", "9, 1", "65535, 1"})
    void shouldReadItInBothByteOrders(int written, int expected) {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            assertThat(ExifOrientation.of(OrientedJpeg.bytes(written, order))).isEqualTo(expected);
        }
    }

    @Test
    void shouldBeNoneWithoutExif() {
        assertThat(ExifOrientation.of(new byte[0])).isEqualTo(ExifOrientation.NONE);
        assertThat(ExifOrientation.of(new byte[] {(byte) 0x89, 'P', 'N', 'G'})).isEqualTo(ExifOrientation.NONE);
        assertThat(ExifOrientation.of(OrientedJpeg.plain())).isEqualTo(ExifOrientation.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldReadTheChunkOfAPng(int orientation) {
        assertThat(ExifOrientation.of(ImageVector.resource("turned-" + orientation + ".png")))
                .isEqualTo(orientation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png-rgb-8-orientation.png", "jpeg-ycc-orientation.jpg", "tiff-rgb-8-orientation.tif"})
    void shouldReadItInEveryFormatThatHasIt(String file) {
        assertThat(ExifOrientation.of(ImageVector.resource(file))).isEqualTo(6);
    }

    @Property
    void shouldSurviveDamage(@ForAll int at, @ForAll byte value, @ForAll boolean cut) {
        byte[] jpeg = OrientedJpeg.bytes(6, ByteOrder.BIG_ENDIAN);
        int place = Math.floorMod(at, 60);
        jpeg[place] = value;
        byte[] damaged = cut ? Arrays.copyOf(jpeg, place) : jpeg;

        assertThat(ExifOrientation.of(damaged)).isBetween(1, 8);
    }
}
