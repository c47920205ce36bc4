package io.elbowatch.core.verdict;

import io.elbowatch.core.statistics.Proportion;
import io.elbowatch.testing.Terms;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What leaving out the reported images does to the false-alarm rate, as {@code calibrate --skip-anomalous} does: normal
 * images above the limit of α₀ are missing from the new calibration, so that of a normal image the chance to be reported
 * at α is 1 − (1 − α)(1 − α₀).
 */
class TruncatedCalibrationTest {
    private static final int IMAGES = 2000;
    private static final int ROUNDS = 60;

    private final Random random = new Random(11);

    @ParameterizedTest
    @CsvSource({"0.01, 0.01", "0.01, 0.001", "0.005, 0.02"})
    void shouldRaiseTheRateByThatOfThePresentCalibration(double alpha, double before) {
        int reported = 0;
        int reportedWithoutSkipping = 0;
        int tested = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Calibration present = calibration(normals(IMAGES));
            double[] seen = normals(IMAGES);
            Calibration truncated = calibration(Arrays.stream(seen)
                    .filter(score -> present.pValue(Score.LOCAL, score) > before)
                    .toArray());
            Calibration whole = calibration(seen);
            for (double score : normals(IMAGES)) {
                reported += truncated.pValue(Score.LOCAL, score) <= alpha ? 1 : 0;
                reportedWithoutSkipping += whole.pValue(Score.LOCAL, score) <= alpha ? 1 : 0;
                tested++;
            }
        }
        double expected = 1 - (1 - alpha) * (1 - before);

        // The calibrations vary, too: with 60 of 2,000 images by about a tenth of the noise of the test images.
        assertThat(new Proportion(reported, tested).share()).isBetween(0.85 * expected, 1.15 * expected);
        assertThat(new Proportion(reportedWithoutSkipping, tested).share()).isBetween(0.85 * alpha, 1.15 * alpha);
    }

    private double[] normals(int count) {
        return random.doubles(count).map(u -> -Math.log(1 - u)).toArray();
    }

    private static Calibration calibration(double[] scores) {
        double[] ascending = scores.clone();
        Arrays.sort(ascending);
        Map<Score, double[]> all = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            all.put(score, ascending);
        }
        return new Calibration(all, JoinedTurns.shares(ascending, ascending), Terms.MIXTURE);
    }
}
