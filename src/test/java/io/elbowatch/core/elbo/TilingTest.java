package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.image.Rectangle;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TilingTest {

    @Property(tries = 300)
    void shouldHoldEveryWindowThatIsNoLargerThanTheOverlapAndOne(
            @ForAll @IntRange(min = 1, max = 20) int tileHeight,
            @ForAll @IntRange(min = 1, max = 20) int tileWidth,
            @ForAll @IntRange(max = 40) int below,
            @ForAll @IntRange(max = 40) int beside,
            @ForAll @IntRange(max = 19) int draw) {
        int height = tileHeight + below;
        int width = tileWidth + beside;
        int overlap = draw % Math.min(tileHeight, tileWidth);
        List<Rectangle> places = new Tiling(
                        new ImageShape(1, height, width), new ImageShape(1, tileHeight, tileWidth), overlap)
                .places();

        assertThat(places).doesNotHaveDuplicates().allSatisfy(place -> {
            assertThat(place.row() + tileHeight).isLessThanOrEqualTo(height);
            assertThat(place.column() + tileWidth).isLessThanOrEqualTo(width);
        });
        for (int top = 0; top + overlap < height; top++) {
            for (int left = 0; left + overlap < width; left++) {
                int row = top;
                int column = left;
                assertThat(places)
                        .anyMatch(place -> place.row() <= row
                                && place.column() <= column
                                && row + overlap < place.row() + tileHeight
                                && column + overlap < place.column() + tileWidth);
            }
        }
    }

    @Test
    void shouldCutTheChannelsOfATile() {
        Tiling tiling = new Tiling(new ImageShape(3, 2, 3), new ImageShape(3, 2, 2), 1);
        byte[] pixels = {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25};

        assertThat(tiling.places()).containsExactly(new Rectangle(0, 0, 2, 2), new Rectangle(1, 0, 2, 2));
        assertThat(tiling.cut(pixels, tiling.places().get(1)))
                .containsExactly(1, 2, 4, 5, 11, 12, 14, 15, 21, 22, 24, 25);
    }

    @Test
    void shouldBeOneTileWithoutTiles() {
        ImageShape image = new ImageShape(3, 5, 7);

        assertThat(Tiling.none(image).isNone()).isTrue();
        assertThat(Tiling.none(image).places()).containsExactly(new Rectangle(0, 0, 7, 5));
    }

    @Test
    void shouldRefuseTilesThatDoNotFit() {
        ImageShape image = new ImageShape(1, 10, 10);

        assertThatThrownBy(() -> new Tiling(image, new ImageShape(1, 11, 4), 0)).hasMessageContaining("do not fit");
        assertThatThrownBy(() -> new Tiling(image, new ImageShape(3, 4, 4), 0)).hasMessageContaining("do not fit");
        assertThatThrownBy(() -> new Tiling(image, new ImageShape(1, 4, 4), 4)).hasMessageContaining("overlap");
    }
}
