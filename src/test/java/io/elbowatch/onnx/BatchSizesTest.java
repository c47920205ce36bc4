package io.elbowatch.onnx;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BatchSizesTest {
    @Test
    void shouldDoubleFromEightUpToTheLargestBatch() {
        assertThat(BatchSizes.upTo(64).sizes()).containsExactly(1, 8, 16, 32, 64);
        assertThat(BatchSizes.upTo(100).sizes()).containsExactly(1, 8, 16, 32, 64, 100);
        assertThat(BatchSizes.upTo(5).sizes()).containsExactly(1, 5);
        assertThat(BatchSizes.upTo(1).sizes()).containsExactly(1);
    }

    @Property
    void shouldSplitEveryBatchIntoItsSizes(
            @ForAll @IntRange(min = 1, max = 4096) int largest, @ForAll @IntRange(min = 1, max = 9000) int images) {
        BatchSizes batchSizes = BatchSizes.upTo(largest);
        int left = images;
        while (left > 0) {
            int piece = batchSizes.nextRun(left);
            assertThat(piece).isBetween(1, left);
            assertThat(batchSizes.rows(piece)).isGreaterThanOrEqualTo(piece).isIn(batchSizes.sizes());
            left -= piece;
        }
    }

    /** The worst case is 9 images, which run as 16. */
    @Property
    void shouldLessThanDoubleABatchOfEightOrMore(@ForAll @IntRange(min = 8, max = 4096) int images) {
        assertThat(BatchSizes.upTo(4096).rows(images)).isLessThan(2 * images);
    }

    @Property
    void shouldKeepBatchesUnchangedWithoutSizes(@ForAll @IntRange(min = 1, max = 9000) int images) {
        assertThat(BatchSizes.ANY.nextRun(images)).isEqualTo(images);
        assertThat(BatchSizes.ANY.rows(images)).isEqualTo(images);
    }
}
