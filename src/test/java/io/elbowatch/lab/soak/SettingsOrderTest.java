package io.elbowatch.lab.soak;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.testing.Bundles;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsOrderTest {
    private static final int IMAGES = 200;

    private final NumberedImages images =
            new NumberedImages(ImagePool.of(Bundle.load(Bundles.FASHION_MNIST), Optional.empty(), 1), 1, true);
    private final SettingsOrder order = new SettingsOrder(images, 1);

    @Test
    void shouldTakeOffsetsThatRiseOrStay() {
        for (int number = IMAGES - 1; number >= 0; number--) { // read in any order
            order.scored(number, number < 50 ? OptionalLong.empty() : OptionalLong.of(number / 50));
        }

        assertThat(order.fallen()).isZero();
    }

    @Test
    void shouldCountEveryImageThatWasJudgedByOlderSettings() {
        for (int number = 0; number < IMAGES; number++) {
            order.scored(number, OptionalLong.of(number == 70 ? 0 : number / 50));
        }
        order.scored(IMAGES, OptionalLong.empty());

        assertThat(order.fallen()).isEqualTo(2);
    }
}
