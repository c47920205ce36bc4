package io.elbowatch.core.drift;

import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.CalibrationStamp;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.testing.Terms;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Against calibration scores of a standard normal distribution. */
class ScoreDriftTest {
    private static final double[] NORMAL = normal(new Random(1), 2_000);

    private final HandClock clock = new HandClock();
    private final ScoreDrift drift = new ScoreDrift(calibration(NORMAL), clock);

    @ParameterizedTest
    @EnumSource
    void shouldBeZeroOfTheCalibrationItself(Score score) {
        add(drift, NORMAL);

        assertThat(drift.populationStabilityIndex(score)).hasValue(0);
    }

    /**
     * Of two normal distributions s apart the divergence of Jeffreys is s²; ten bins and 2,000 images see about that.
     */
    @Test
    void shouldGrowWithTheShift() {
        assertThat(shifted(0.25)).isBetween(0.05, 0.08);
        assertThat(shifted(0.5)).isBetween(0.2, 0.27);
        assertThat(shifted(1)).isBetween(0.7, 1.0);
        assertThat(shifted(-1)).isBetween(0.7, 1.0);
    }

    @Test
    void shouldSeeScoresThatAreTooMuchAlike() {
        add(drift, Arrays.stream(NORMAL).map(score -> score / 4).toArray());

        assertThat(index(drift)).isGreaterThan(1);
    }

    @Property(tries = 50)
    void shouldBeTheSameOfAnyFunctionThatGrowsWithTheScore(@ForAll @IntRange(min = 200, max = 2_000) int images) {
        double[] window = Arrays.stream(normal(new Random(images), images))
                .map(score -> score + 0.25)
                .toArray();

        assertThat(of(NORMAL, window, Math::exp)).isEqualTo(of(NORMAL, window, score -> score));
        assertThat(of(NORMAL, window, score -> score * score * score + score))
                .isEqualTo(of(NORMAL, window, score -> score));
    }

    @Test
    void shouldStayFiniteWhereAllCalibrationImagesAreAlike() {
        ScoreDrift blank = new ScoreDrift(calibration(new double[500]), clock);
        add(blank, new double[500]);
        assertThat(index(blank)).isZero();

        add(blank, IntStream.range(0, 500).mapToDouble(i -> 1).toArray());
        assertThat(index(blank)).isFinite().isGreaterThan(1);
    }

    @Test
    void shouldBeUnknownOfFewImages() {
        add(drift, Arrays.copyOf(NORMAL, 100));

        assertThat(drift.populationStabilityIndex(Score.LOCAL)).isEmpty();
    }

    @Test
    void shouldForgetWhatIsOver() {
        add(drift, Arrays.stream(NORMAL).map(score -> score + 3).toArray());
        assertThat(index(drift)).isGreaterThan(1);

        clock.pass(Duration.ofMinutes(SlidingWindow.MINUTES));
        assertThat(drift.populationStabilityIndex(Score.ELBO)).isEmpty();

        add(drift, NORMAL);
        assertThat(index(drift)).isZero();
    }

    /** While minutes pass. One image that is not counted, or is twice, and the shares differ. */
    @Test
    void shouldCountEveryImageOfManyThreadsOnce() {
        int times = 100; // so many that threads meet: of one time each, an increment that was not atomic passed
        CompletableFuture<?>[] threads = Stream.generate(() -> CompletableFuture.runAsync(() -> {
                    add(drift, NORMAL, times);
                    clock.pass(Duration.ofSeconds(59));
                    add(drift, NORMAL, times);
                }))
                .limit(8)
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(threads).join();

        ScoreDrift alone = new ScoreDrift(calibration(NORMAL), clock);
        add(alone, NORMAL, 16 * times);
        assertThat(index(drift)).isEqualTo(index(alone));
    }

    @Test
    void shouldKeepTheScoresApart() {
        for (double score : NORMAL) {
            drift.add(verdict(each -> each == Score.LOCAL ? score + 2 : score));
        }

        assertThat(drift.populationStabilityIndex(Score.LOCAL).orElseThrow()).isGreaterThan(1);
        assertThat(drift.populationStabilityIndex(Score.KL).orElseThrow()).isZero();
    }

    private double shifted(double by) {
        ScoreDrift fresh = new ScoreDrift(calibration(NORMAL), clock);
        add(fresh, Arrays.stream(NORMAL).map(score -> score + by).toArray());
        return index(fresh);
    }

    private double of(double[] calibration, double[] window, DoubleUnaryOperator any) {
        DoubleUnaryOperator function = score -> (float) any.applyAsDouble(score);
        ScoreDrift fresh = new ScoreDrift(
                calibration(Arrays.stream(calibration).map(function).toArray()), clock);
        add(fresh, Arrays.stream(window).map(function).toArray());
        return index(fresh);
    }

    private static double index(ScoreDrift drift) {
        return drift.populationStabilityIndex(Score.ELBO).orElseThrow();
    }

    private static void add(ScoreDrift drift, double[] scores, int times) {
        for (int i = 0; i < times; i++) {
            add(drift, scores);
        }
    }

    private static void add(ScoreDrift drift, double[] scores) {
        for (double score : scores) {
            drift.add(verdict(each -> score));
        }
    }

    private static Verdict verdict(ToDoubleFunction<Score> score) {
        double[] scores = Arrays.stream(Score.values()).mapToDouble(score).toArray();
        return new Verdict(
                scores,
                new double[scores.length],
                1,
                Decider.DEFAULT,
                0.01,
                new CalibrationStamp(Optional.empty(), 100));
    }

    /** Every score of the images is the same. */
    private static Calibration calibration(double[] scores) {
        double[] ascending = scores.clone();
        Arrays.sort(ascending);
        Map<Score, double[]> all = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            all.put(score, ascending);
        }
        double[] joined = IntStream.rangeClosed(1, scores.length)
                .mapToDouble(i -> i / (double) scores.length)
                .toArray();
        return new Calibration(all, joined, Terms.MIXTURE);
    }

    /** To 1/64, so that no function of them makes two alike in single precision, which scores have. */
    private static double[] normal(Random random, int n) {
        return IntStream.range(0, n)
                .mapToDouble(i -> Math.rint(random.nextGaussian() * 64) / 64)
                .toArray();
    }
}
