package io.elbowatch.core.image;

import io.elbowatch.core.image.Preprocessing.Fit;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What decoders do row by row, compared with the same of whole images, one sample at a time. */
class FittedRowsTest {

    @Property(tries = 400)
    void shouldEqualTheSimpleFilterBitForBit(
            @ForAll boolean colour,
            @ForAll @IntRange(min = 1, max = 90) int height,
            @ForAll @IntRange(min = 1, max = 90) int width,
            @ForAll @IntRange(min = 1, max = 40) int toHeight,
            @ForAll @IntRange(min = 1, max = 40) int toWidth,
            @ForAll Fit fit,
            @ForAll long seed)
            throws UnfitImageException {
        Planes image = Planes.black(colour ? 3 : 1, height, width);
        new Random(seed).nextBytes(image.pixels());
        ImageShape shape = new ImageShape(image.channels(), toHeight, toWidth);
        Fitter fitter = new Fitter(new Preprocessing(shape, fit), DecodeLimits.DEFAULT);

        FittedRows rows = new FittedRows(fitter, shape);
        image.giveTo(rows);

        Rectangle shown = fitter.shown(height, width);
        Planes part = image.part(shown.row(), shown.column(), shown.height(), shown.width());
        byte[] simple = SimpleResizer.resize(part, toHeight, toWidth).pixels();
        assertThat(rows.pixels()).isEqualTo(simple);
        assertThat(fitter.fit(image)).isEqualTo(simple);
    }

    @Property(tries = 20)
    void shouldEqualTheSimpleFilterWhereEverySumIsLargest(@ForAll @IntRange(min = 1, max = 3_000) int width)
            throws UnfitImageException {
        Planes white = Planes.black(1, 3, width);
        Arrays.fill(white.pixels(), (byte) 255);

        assertThat(Resizer.resize(white, 2, 1).pixels())
                .isEqualTo(SimpleResizer.resize(white, 2, 1).pixels());
    }

    @Example
    void shouldRefuseAnImageBeforeItsFirstRow() {
        ImageShape shape = new ImageShape(1, 2, 2);
        Fitter fitter = new Fitter(new Preprocessing(shape, Fit.STRETCH), new DecodeLimits(1000, 1000));

        assertThatThrownBy(() -> new FittedRows(fitter, shape).begin(501, 1))
                .isInstanceOf(UnfitImageException.class)
                .hasMessageContaining("1002");
    }
}
