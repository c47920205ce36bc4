package io.elbowatch.core.elbo;

import io.elbowatch.core.elbo.Scoring.Refused;
import io.elbowatch.core.elbo.Scoring.Scored;
import io.elbowatch.core.image.ImageShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TiledScorerTest {
    private static final List<String> NAMES = List.of("log_local", "flat");
    /** Two tiles, which have the middle column in common. */
    private static final Tiling TILING = new Tiling(new ImageShape(1, 2, 3), new ImageShape(1, 2, 2), 1);

    private final List<Integer> runs = new ArrayList<>();

    @Test
    void shouldAddSumsAndTakeTheLargestOfTheOthers() {
        ElboTerms image = scorer(TILING).score(List.of(image(1, 2, 4))).get(0);

        assertThat(image).isEqualTo(new ElboTerms((1 + 2) + (2 + 4), 2, 2 * (3 + 6), 4, Features.of(6, (3 + 6) / 2f)));
    }

    @Test
    void shouldScoreAnImageAloneAsInABatch() {
        byte[] one = image(1, 2, 4);
        byte[] other = image(9, 0, 7);
        ImageScorer scorer = scorer(TILING);

        assertThat(scorer.score(List.of(one, other)))
                .containsExactly(
                        scorer.score(List.of(one)).get(0),
                        scorer.score(List.of(other)).get(0));
    }

    @Test
    void shouldHoldAFewTilesOfALargeImageAtATime() {
        ImageShape tile = new ImageShape(3, 1024, 1024);
        Tiling tiling = new Tiling(new ImageShape(3, 4096, 4096), tile, 100);

        scorer(tiling).score(List.of(new byte[tiling.image().bytes()]));

        assertThat(runs.stream().mapToInt(Integer::intValue).sum()).isEqualTo(25);
        assertThat(runs).allSatisfy(run -> assertThat((long) run * tile.bytes()).isLessThanOrEqualTo(16 << 20));
    }

    @Test
    void shouldRefuseOnlyTheImageOfATileThatFails() {
        IsolatingScorer scorer = new IsolatingScorer(scorer(TILING), TILING.image());

        List<Scoring> scorings = scorer.score(List.of(image(1, 2, 4), image(0, 1, 13), image(0, 0, 0)));

        assertThat(scorings.get(0)).isInstanceOf(Scored.class);
        assertThat(scorings.get(1)).isInstanceOf(Refused.class);
        assertThat(scorings.get(2)).isInstanceOf(Scored.class);
    }

    @Test
    void shouldHaveNoFiniteScoreIfATileHasNone() {
        ElboTerms image = scorer(TILING).score(List.of(image(1, 2, 99))).get(0);

        assertThat(image.local()).isNaN();
        assertThat(image.finite()).isFalse();
    }

    @Test
    void shouldRefuseAnImageOfAnotherSize() {
        assertThatThrownBy(() -> scorer(TILING).score(List.of(new byte[2])))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("1x2x3");
    }

    private static byte[] image(int left, int middle, int right) {
        return new byte[] {(byte) left, (byte) middle, (byte) right, 0, 0, 0};
    }

    /** A scorer of tiles: the sum of the pixels and the largest of them; 13 makes it fail, 99 has no number. */
    private ImageScorer scorer(Tiling tiling) {
        ImageScorer tiles = new ImageScorer() {
            @Override
            public List<ElboTerms> score(List<byte[]> images) {
                runs.add(images.size());
                return images.stream().map(TiledScorerTest::terms).toList();
            }

            @Override
            public String provider() {
                return "cpu";
            }

            @Override
            public void close() {}
        };
        return new TiledScorer(tiles, tiling, NAMES);
    }

    private static ElboTerms terms(byte[] tile) {
        int sum = 0;
        int largest = 0;
        for (byte pixel : tile) {
            sum += pixel;
            largest = Math.max(largest, pixel);
        }
        if (largest == 13) {
            throw new ModelException("told to fail on " + Arrays.toString(tile));
        }
        return new ElboTerms(sum, 1, 2 * sum, largest == 99 ? Float.NaN : largest, Features.of(sum, sum));
    }
}
