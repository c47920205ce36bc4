package io.elbowatch.stream.shadow;

import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.testing.FakeModel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShadowQueueTest {
    private static final ServedModel SHADOW = Offered.served("next", new FakeModel());
    private static final ServedModel OTHER = Offered.served("other", new FakeModel());

    @Test
    void shouldTakeNoMoreImagesThanItsLimit() {
        ShadowQueue queue = new ShadowQueue(new ShadowLimits(2, 1_000));

        assertThat(queue.add(Offered.image(1, 0, SHADOW))).isTrue();
        assertThat(queue.add(Offered.image(1, 1, SHADOW))).isTrue();
        assertThat(queue.add(Offered.image(1, 2, SHADOW))).isFalse();
    }

    @Test
    void shouldTakeNoMoreBytesThanItsLimitButOneImage() throws InterruptedException {
        ShadowQueue queue = new ShadowQueue(new ShadowLimits(100, 3));

        assertThat(queue.add(Offered.image(1, 0, SHADOW))).isTrue();
        assertThat(queue.add(Offered.image(1, 1, SHADOW))).isFalse();
        assertThat(queue.take(10, 0)).hasSize(1);
        assertThat(queue.add(Offered.image(1, 2, SHADOW))).isTrue();
    }

    @Test
    void shouldGiveTheImagesOfOneShadowInTheirOrder() throws InterruptedException {
        ShadowQueue queue = new ShadowQueue(ShadowLimits.DEFAULT);
        for (int i = 0; i < 6; i++) {
            queue.add(Offered.image(1, i, i % 2 == 0 ? SHADOW : OTHER));
        }

        assertThat(queue.take(2, 0))
                .extracting(image -> image.origin().offset())
                .containsExactly(0L, 2L);
        assertThat(queue.take(9, 0))
                .extracting(image -> image.origin().offset())
                .containsExactly(1L, 3L, 5L);
        assertThat(queue.take(9, 0))
                .extracting(image -> image.origin().offset())
                .containsExactly(4L);
        assertThat(queue.take(9, 0)).isEmpty();
    }
}
