package io.elbowatch.core.parity;

import io.elbowatch.core.image.ImageShape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RandomImagesTest {
    private static final ImageShape SHAPE = new ImageShape(3, 9, 7);

    @Test
    void shouldDrawTheSameImagesAgainHoweverManyThereAre() {
        RandomImages images = new RandomImages(SHAPE, 5, 100);
        RandomImages fewer = new RandomImages(SHAPE, 5, 10);
        for (int number = 9; number >= 0; number--) {
            assertThat(fewer.pixels(number)).isEqualTo(images.pixels(number));
            assertThat(fewer.name(number)).isEqualTo(images.name(number));
        }
    }

    @Test
    void shouldDrawOtherImagesForEverySeedAndNumber() {
        Set<Integer> drawn = new HashSet<>();
        for (long seed : new long[] {-1, 0, 1, 2}) {
            RandomImages images = new RandomImages(SHAPE, seed, 20);
            for (int number = 0; number < images.count(); number += 5) { // noise
                drawn.add(Arrays.hashCode(images.pixels(number)));
            }
        }
        assertThat(drawn).hasSize(16);
    }

    @Test
    void shouldDrawEveryKind() {
        RandomImages images = new RandomImages(SHAPE, 1, 5);
        assertThat(images.name(0)).isEqualTo("noise 0");
        assertThat(levels(images, 0)).hasSizeGreaterThan(50);
        assertThat(images.name(1)).isEqualTo("blobs 1");
        assertThat(levels(images, 1)).hasSizeGreaterThan(20);
        assertThat(images.name(2)).isEqualTo("constant 2");
        assertThat(levels(images, 2)).hasSizeBetween(1, 3);
        assertThat(images.name(3)).isEqualTo("sparse 3");
        assertThat(levels(images, 3)).contains((byte) 0);
        assertThat(images.name(4)).isEqualTo("extremes 4");
        assertThat(levels(images, 4)).isSubsetOf((byte) 0, (byte) 255);
    }

    private static Set<Byte> levels(RandomImages images, int number) {
        Set<Byte> levels = new HashSet<>();
        for (byte level : images.pixels(number)) {
            levels.add(level);
        }
        return levels;
    }
}
