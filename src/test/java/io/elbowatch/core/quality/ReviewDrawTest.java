package io.elbowatch.core.quality;

import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Terms;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ReviewDrawTest {
    private static final int IMAGES = 200_000;
    private static final Judge JUDGE = new Judge(Calibrations.upTo(999), 1, Decider.LOCAL, 0.01);
    private static final Verdict REPORTED = JUDGE.judge(Terms.of(0, 0, 0, 2000, 0));
    private static final Verdict NEAR = JUDGE.judge(Terms.of(0, 0, 0, 950, 0));
    private static final Verdict NORMAL = JUDGE.judge(Terms.of(0, 0, 0, 500, 0));

    @Test
    void shouldDrawEachImageWithTheRateThatItSays() {
        ReviewDraw draw = new ReviewDraw(0.01, 0.05, Integer.MAX_VALUE);
        assertThat(REPORTED.anomalous()).isTrue();
        assertThat(NEAR.anomalous()).isFalse();
        assertThat(NEAR.pValue()).isBetween(0.01, 0.1);
        for (Verdict verdict : new Verdict[] {REPORTED, NORMAL, NEAR}) {
            double rate = verdict == NEAR ? 0.05 : 0.01;
            int drawn = 0;
            int near = 0;
            for (int i = 0; i < IMAGES; i++) {
                Optional<ReviewChoice> choice = draw.of("images", i % 7, i / 7, verdict, 0);
                if (choice.isPresent()) {
                    drawn++;
                    near += choice.get().why() == Choice.NEAR ? 1 : 0;
                    assertThat(choice.get().rate()).isEqualTo(rate);
                }
            }
            assertThat(drawn / (double) IMAGES).isCloseTo(rate, within(5 * Math.sqrt(rate / IMAGES)));
            assertThat(near / (double) IMAGES)
                    .isCloseTo(verdict == NEAR ? 0.04 : 0, within(5 * Math.sqrt(0.04 / IMAGES)));
        }
    }

    @Test
    void shouldDrawTheSameImagesAfterARestart() {
        ReviewDraw before = new ReviewDraw(0.01, 0.05, Integer.MAX_VALUE);
        ReviewDraw after = new ReviewDraw(0.01, 0.05, Integer.MAX_VALUE);
        for (int i = 0; i < 10_000; i++) {
            assertThat(after.of("images", 0, i, NORMAL, 0)).isEqualTo(before.of("images", 0, i, NORMAL, 0));
        }
    }

    @Test
    void shouldLowerTheRatesOfTheComingImagesToTheLimitOfAnHour() {
        ReviewDraw draw = new ReviewDraw(0.5, 0.5, 3_600);
        double weights = 0;
        int drawn = 0;
        for (int i = 0; i < 100_000; i++) { // 100 a second
            Optional<ReviewChoice> choice = draw.of("images", 0, i, NORMAL, TimeUnit.MILLISECONDS.toNanos(10) * i);
            if (choice.isPresent()) {
                weights += 1 / choice.get().rate();
                drawn++;
            }
        }

        assertThat(drawn).isBetween(1_300, 1_650); // 500 in the first ten seconds, then one a second
        assertThat(weights).isCloseTo(100_000, within(12_000.0)); // four standard deviations
    }

    @Test
    void shouldSpreadCoordinatesEvenly() {
        int[] bins = new int[16];
        for (int topic = 0; topic < 4; topic++) {
            for (int partition = 0; partition < 50; partition++) {
                for (int offset = 0; offset < 200; offset++) {
                    bins[(int) (16 * ReviewDraw.share("images-" + topic, partition, offset))]++;
                }
            }
        }
        for (int bin : bins) {
            assertThat(bin).isBetween(2_300, 2_700); // 2,500 and four standard deviations
        }
    }
}
