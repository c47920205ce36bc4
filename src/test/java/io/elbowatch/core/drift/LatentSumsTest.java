package io.elbowatch.core.drift;

import io.elbowatch.core.elbo.GaussianPosterior;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatentSumsTest {
    private static final int THREADS = 8;
    private static final int IMAGES = 10_000;

    @Test
    void shouldCountEveryImageOfManyThreadsOnce() {
        LatentSums sums = new LatentSums();
        CompletableFuture<?>[] threads = IntStream.range(0, THREADS)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < IMAGES; i++) {
                        sums.add(output(thread));
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(threads).join();

        assertThat(sums.images()).isEqualTo(THREADS * IMAGES);
        assertThat(sums.mean(0)).isEqualTo(3.5);
        assertThat(sums.varianceOfMeans(0)).isEqualTo(5.25); // of 0 to 7
        assertThat(sums.meanVariance(0)).isEqualTo(1);
    }

    @Test
    void shouldAddUpWhatOthersSummedUp() {
        LatentSums one = new LatentSums();
        one.add(output(1));
        LatentSums other = new LatentSums();
        other.add(output(2));
        other.add(output(6));

        LatentSums all = new LatentSums();
        all.add(new LatentSums());
        all.add(one);
        all.add(other);

        assertThat(all.images()).isEqualTo(3);
        assertThat(all.mean(0)).isEqualTo(3);
        assertThat(all.dimensions()).isEqualTo(1);
    }

    private static GaussianPosterior output(float mean) {
        return new GaussianPosterior(new float[] {mean}, new float[] {0});
    }
}
