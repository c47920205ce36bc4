package io.elbowatch.core.verdict;

import io.elbowatch.core.Labelled;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.Features;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Terms;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class JudgeTest {
    /** Every score of the calibration images runs over 1, 2, ... 999. */
    private static final Calibration CALIBRATION = Calibrations.upTo(999);

    @Test
    void shouldCallAnImageInTheMiddleNormal() {
        Verdict verdict = judge(Decider.DEFAULT).judge(loss(500));
        assertThat(verdict.anomalous()).isFalse();
        assertThat(verdict.pValue()).isCloseTo(0.5, within(0.01));
        assertThat(verdict.pValue(Score.ELBO)).isEqualTo(1);
    }

    @Test
    void shouldCatchACoveredLensWhoseFeaturesAreUnusual() {
        ElboTerms covered = Terms.of(499, 0, 1, 1, 2_000);
        assertThat(judge(Decider.DEFAULT).judge(covered).anomalous()).isTrue();
        assertThat(judge(Decider.DENSITY).judge(covered).anomalous()).isTrue();
        assertThat(judge(Decider.LOCAL).judge(covered).anomalous()).isFalse();
    }

    @Test
    void shouldFindALossThatIsFarTooLowAsSuspiciousAsOneTooHigh() {
        assertThat(judge(Decider.ELBO).judge(loss(0)).anomalous()).isTrue();
        assertThat(judge(Decider.ELBO).judge(loss(2_000)).anomalous()).isTrue();
    }

    @Test
    void shouldCatchASmallDefectThatOnlyOneWindowShows() {
        ElboTerms defect = Terms.of(499, 0, 1, 2_000, 500);
        assertThat(judge(Decider.DEFAULT).judge(defect).anomalous()).isTrue();
        assertThat(judge(Decider.ELBO).judge(defect).anomalous()).isFalse();
    }

    @Test
    void shouldRankTheSmallerOfTwoPValuesByACalibrationWithFewerDensities() {
        double[] ascending = {1, 2, 3, 4, 5};
        Map<Score, double[]> scores = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            scores.put(score, ascending);
        }
        scores.put(Score.DENSITY, new double[] {1, 2, 3, 4});
        double[] joined = {0.1, 0.3, 0.5, 1};
        Judge judge = new Judge(new Calibration(scores, joined, Terms.MIXTURE), 1, Decider.DEFAULT, 0.5);
        Verdict verdict = judge.judge(Terms.of(1, 0, 1, 4.5f, 0)); // p of local is 2/6, of density 1
        assertThat(verdict.pValue(Score.LOCAL)).isEqualTo(2 / 6.0);
        assertThat(verdict.pValue(Score.DENSITY)).isEqualTo(1);
        assertThat(verdict.pValue(Decider.DEFAULT)).isEqualTo(3 / 5.0);
    }

    @Test
    void shouldGiveEveryScoreWithItsVerdict() {
        Verdict verdict = judge(Decider.DEFAULT).judge(Terms.of(30, 10, 5, 2, 7));
        assertThat(verdict.score(Score.ELBO)).isEqualTo(35);
        assertThat(verdict.score(Score.RECONSTRUCTION)).isEqualTo(20);
        assertThat(verdict.score(Score.KL)).isEqualTo(5);
        assertThat(verdict.score(Score.LOCAL)).isEqualTo(2);
        assertThat(verdict.score(Score.DENSITY)).isCloseTo(7, within(1e-5));
    }

    /** A file keeps nine digits, and a calibration image that comes again must not lie above itself. */
    @Property
    void shouldHaveScoresThatNineDigitsKeep(
            @ForAll @FloatRange(min = -1e30f, max = 1e30f) float nll,
            @ForAll @FloatRange(max = 1e30f) float kl,
            @ForAll @FloatRange(max = 1e30f) float feature) {
        ElboTerms terms = new ElboTerms(nll, 0.1f, kl, 1, Features.of(feature));
        for (Score score : Score.values()) {
            double value = score.of(terms, 0.7, Terms.MIXTURE);
            double kept = Double.parseDouble(String.format(Locale.ROOT, "%.8e", value));
            assertThat((double) (float) kept).isEqualTo(value).isFinite();
        }
    }

    @ParameterizedTest
    @EnumSource(Decider.class)
    void shouldRefuseAnAlphaThatNoImageCouldReach(Decider decider) {
        assertThatThrownBy(() -> new Judge(CALIBRATION, 1, decider, 0.0005))
                .hasMessageContaining("with 999 images: alpha 0.00")
                .hasMessageContaining("calibrate with at least " + (decider == Decider.ELBO ? 3999 : 1999));
    }

    @Test
    void shouldNameTheAlphaThatAnOlderCalibrationSupports() {
        assertThatThrownBy(() -> new Judge(Calibrations.halvesUpTo(1_000), 1, Decider.DEFAULT, 0.001))
                .hasMessage(
                        "alpha 0.001 is out of reach of 'default' with 1000 images, of which 500 calibrate 'default'"
                                + " in this older calibration: alpha 0.0040 and above; calibrate with at least 999 images or"
                                + " raise alpha");
    }

    /** Far beyond all others in one score is ahead of the calibration image that is first in the other. */
    @Test
    void shouldBeAnomalousByEitherScoreAloneAtTheSmallestAlphaThatIsTaken() {
        Judge judge = new Judge(CALIBRATION, 1, Decider.DEFAULT, 1.0 / (CALIBRATION.images(Decider.DEFAULT) + 1));

        assertThat(judge.judge(Terms.of(0, 0, 0, 1e9f, 0)).anomalous()).isTrue();
        assertThat(judge.judge(Terms.of(0, 0, 0, 0, 1e9)).anomalous()).isTrue();
        assertThat(judge.judge(Terms.of(0, 0, 0, 0, 0)).anomalous()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Decider.class)
    void shouldReachTheAlphaThatTheRefusalAsksFor(Decider decider) {
        double alpha = 0.004;
        int enough = (int) Reach.neededImages(decider, alpha);
        assertThat(enough)
                .isEqualTo(
                        switch (decider) {
                            case ELBO -> 499;
                            case RECONSTRUCTION, KL, LOCAL -> 249;
                            case DENSITY, DEFAULT -> 249;
                        });
        assertThat(new Reach(enough, decider).supports(alpha)).isTrue();
        assertThat(new Reach(enough - 1, decider).supports(alpha)).isFalse();
        assertThat(new Reach(enough, decider).supports(new Reach(enough, decider).lowestAlpha()))
                .isTrue();
        Judge judge = new Judge(Calibrations.upTo(enough), 1, decider, alpha);
        assertThat(judge.judge(Terms.of(1e6f, 0, 1e6f, 1e6f, 1e6f)).anomalous()).isTrue();
        assertThatThrownBy(() -> new Judge(Calibrations.upTo(enough - 1), 1, decider, alpha))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseToJudgeWhatIsNotFinite() {
        assertThatThrownBy(() -> judge(Decider.DEFAULT).judge(Terms.of(Float.NaN, 0, 0, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNameTheScoreThatACalibrationLacks() {
        Map<Score, double[]> scores = new EnumMap<>(Score.class);
        scores.put(Score.ELBO, new double[] {1});
        assertThatThrownBy(() -> new Calibration(scores, new double[] {1}, Terms.MIXTURE))
                .hasMessageContaining("reconstruction");
    }

    @Property
    void shouldNeverRaiseAOneSidedPValueWithItsScore(
            @ForAll @From("oneSided") Score score,
            @ForAll @FloatRange(max = 2000) float one,
            @ForAll @FloatRange(max = 2000) float other) {
        Judge judge = judge(Labelled.of(Decider.class, score.label()));
        Verdict better = judge.judge(of(score, Math.min(one, other)));
        Verdict worse = judge.judge(of(score, Math.max(one, other)));
        assertThat(worse.pValue()).isLessThanOrEqualTo(better.pValue());
        if (better.anomalous()) {
            assertThat(worse.anomalous()).isTrue();
        }
    }

    @Property
    void shouldNeverRaiseATwoSidedPValueFurtherFromTheMiddle(
            @ForAll @FloatRange(max = 1000) float one,
            @ForAll @FloatRange(max = 1000) float other,
            @ForAll boolean below) {
        float nearer = Math.min(one, other) * (below ? -1 : 1);
        float further = Math.max(one, other) * (below ? -1 : 1);
        Judge judge = judge(Decider.ELBO);
        Verdict better = judge.judge(of(Score.ELBO, 500 + nearer));
        Verdict worse = judge.judge(of(Score.ELBO, 500 + further));
        assertThat(worse.pValue()).isLessThanOrEqualTo(better.pValue());
        if (better.anomalous()) {
            assertThat(worse.anomalous()).isTrue();
        }
    }

    @Property
    void shouldStayAnomalousByDefaultWhenAPlaceGetsWorseOrTheWholeMoreUnusual(
            @ForAll @FloatRange(max = 2000) float one,
            @ForAll @FloatRange(max = 2000) float other,
            @ForAll @FloatRange(max = 1000) float rest) {
        Judge judge = judge(Decider.DEFAULT);
        float low = Math.min(one, other);
        float high = Math.max(one, other);
        assertThat(judge.judge(Terms.of(1, 0, 1, high, rest)).pValue())
                .isLessThanOrEqualTo(judge.judge(Terms.of(1, 0, 1, low, rest)).pValue());
        assertThat(judge.judge(Terms.of(1, 0, 1, rest, high)).pValue())
                .isLessThanOrEqualTo(judge.judge(Terms.of(1, 0, 1, rest, low)).pValue());
    }

    @Provide
    Arbitrary<Score> oneSided() {
        return Arbitraries.of(Score.RECONSTRUCTION, Score.KL, Score.LOCAL, Score.DENSITY);
    }

    /** An image with this score. */
    private static ElboTerms of(Score score, float value) {
        return switch (score) {
            case ELBO, RECONSTRUCTION -> Terms.of(value, 0, 0, 1, 1);
            case KL -> Terms.of(1, 0, value, 1, 1);
            case LOCAL -> Terms.of(1, 0, 1, value, 1);
            case DENSITY -> Terms.of(1, 0, 1, 1, value);
        };
    }

    private static Judge judge(Decider decider) {
        return new Judge(CALIBRATION, 1, decider, 0.01);
    }

    /** An image whose elbo loss is this, and whose other scores are in the middle. */
    private static ElboTerms loss(float elboLoss) {
        return Terms.of(elboLoss - 1, elboLoss - 501, 1, 500, 500);
    }
}
