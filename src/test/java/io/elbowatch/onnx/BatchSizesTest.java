package io.elbowatch.onnx;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.LatentShape;
import io.elbowatch.core.elbo.Likelihood;
import io.elbowatch.core.elbo.PixelForm;
import io.elbowatch.core.elbo.PlaceForm;
import io.elbowatch.core.elbo.PlaceGrid;
import io.elbowatch.core.elbo.PlaceLatent;
import io.elbowatch.core.image.ImageShape;
import java.util.List;
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

    @Test
    void shouldRunConvolutionsOnTheCpuInPartsOfABatch() {
        assertThat(BatchSizes.onCpu(convolutions(1, 28, 28)).nextRun(64)).isEqualTo(64);
        assertThat(BatchSizes.onCpu(convolutions(1, 64, 64)).nextRun(64)).isEqualTo(64);
        assertThat(BatchSizes.onCpu(convolutions(3, 128, 128)).nextRun(64)).isEqualTo(5);
        assertThat(BatchSizes.onCpu(convolutions(3, 256, 256)).nextRun(64)).isEqualTo(1);
        assertThat(BatchSizes.onCpu(features(3, 64, 64)).nextRun(64)).isEqualTo(21);
        assertThat(BatchSizes.onCpu(features(3, 4000, 4000)).nextRun(64)).isEqualTo(1);
    }

    /** Its weights are read once for all of them. */
    @Test
    void shouldRunAPerceptronOnTheCpuWithMoreImages() {
        assertThat(BatchSizes.onCpu(perceptron(3, 64, 64)).nextRun(64)).isEqualTo(64);
        assertThat(BatchSizes.onCpu(perceptron(3, 256, 256)).nextRun(64)).isEqualTo(21);
        assertThat(BatchSizes.onCpu(perceptron(3, 4000, 4000)).nextRun(64)).isEqualTo(1);
    }

    @Property
    void shouldKeepBatchesUnchangedWithoutSizes(@ForAll @IntRange(min = 1, max = 9000) int images) {
        assertThat(BatchSizes.ANY.nextRun(images)).isEqualTo(images);
        assertThat(BatchSizes.ANY.rows(images)).isEqualTo(images);
    }

    private static ElboForm perceptron(int channels, int height, int width) {
        return pixels(channels, height, width, new LatentShape(20, 1, 1));
    }

    private static ElboForm convolutions(int channels, int height, int width) {
        return pixels(channels, height, width, new LatentShape(8, height / 4, width / 4));
    }

    private static ElboForm pixels(int channels, int height, int width, LatentShape latent) {
        ImageShape image = new ImageShape(channels, height, width);
        return new PixelForm(image, latent, new Likelihood.Bernoulli(), 1, 3, List.of("density"));
    }

    private static ElboForm features(int channels, int height, int width) {
        ImageShape image = new ImageShape(channels, height, width);
        PlaceGrid grid = new PlaceGrid(80, height / 16, width / 16);
        return new PlaceForm(image, grid, new PlaceLatent.Categorical(50), 1, 3, List.of("density"));
    }
}
