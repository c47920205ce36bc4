package io.elbowatch.onnx;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PaddingTest {
    @Test
    void shouldDoubleFromEightUntilTheLargestBatch() {
        assertThat(Padding.upTo(64).sizes()).containsExactly(1, 8, 16, 32, 64);
        assertThat(Padding.upTo(100).sizes()).containsExactly(1, 8, 16, 32, 64, 100);
        assertThat(Padding.upTo(5).sizes()).containsExactly(1, 5);
        assertThat(Padding.upTo(1).sizes()).containsExactly(1);
    }

    @Property
    void shouldRunEveryBatchInPiecesOfItsSizes(
            @ForAll @IntRange(min = 1, max = 4096) int largest, @ForAll @IntRange(min = 1, max = 9000) int images) {
        Padding padding = Padding.upTo(largest);
        int left = images;
        while (left > 0) {
            int piece = padding.piece(left);
            assertThat(piece).isBetween(1, left);
            assertThat(padding.rows(piece)).isGreaterThanOrEqualTo(piece).isIn(padding.sizes());
            left -= piece;
        }
    }

    /** A run of 9 images costs as much as one of 16, never more than that. */
    @Property
    void shouldNotEvenDoubleABatchOfEightOrMore(@ForAll @IntRange(min = 8, max = 4096) int images) {
        assertThat(Padding.upTo(4096).rows(images)).isLessThan(2 * images);
    }

    @Property
    void shouldLeaveBatchesAsTheyComeWithoutSizes(@ForAll @IntRange(min = 1, max = 9000) int images) {
        assertThat(Padding.NONE.piece(images)).isEqualTo(images);
        assertThat(Padding.NONE.rows(images)).isEqualTo(images);
    }
}
