package io.elbowatch.core.verdict;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.testing.Calibrations;
import java.util.EnumMap;
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

class JudgeTest {
    /** Every score of the calibration images runs over 1, 2, ... 999. */
    private static final Calibration CALIBRATION = Calibrations.upTo(999);

    @Test
    void shouldCallAnImageInTheMiddleNormal() {
        Verdict verdict = judge(Decider.DEFAULT).judge(loss(500));
        assertThat(verdict.anomalous()).isFalse();
        assertThat(verdict.pValue()).isEqualTo(1);
    }

    @Test
    void shouldCatchACoveredLensWhoseContrastIsGone() {
        ElboTerms covered = new ElboTerms(499, 0, 1, 1, 0);
        assertThat(judge(Decider.DEFAULT).judge(covered).anomalous()).isTrue();
        assertThat(judge(Decider.CONTRAST).judge(covered).anomalous()).isTrue();
        assertThat(judge(Decider.LOCAL).judge(covered).anomalous()).isFalse();
    }

    @Test
    void shouldFindALossThatIsFarTooLowAsSuspiciousAsOneTooHigh() {
        assertThat(judge(Decider.ELBO).judge(loss(0)).anomalous()).isTrue();
        assertThat(judge(Decider.ELBO).judge(loss(2_000)).anomalous()).isTrue();
    }

    @Test
    void shouldCatchASmallDefectThatOnlyOneWindowShows() {
        ElboTerms defect = new ElboTerms(499, 0, 1, 2_000, 500);
        assertThat(judge(Decider.DEFAULT).judge(defect).anomalous()).isTrue();
        assertThat(judge(Decider.ELBO).judge(defect).anomalous()).isFalse();
    }

    @Test
    void shouldJoinTwoPValuesByBonferroni() {
        PValues pValues = PValues.of(0.01, 0.9, 0.9, 0.125, 0.25);
        assertThat(pValues.joint()).isEqualTo(0.25);
        assertThat(PValues.of(0.01, 0.9, 0.9, 0.9, 0.8).joint()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Decider.class)
    void shouldRefuseAnAlphaThatNoImageCouldReach(Decider decider) {
        assertThatThrownBy(() -> new Judge(CALIBRATION, 1, decider, 0.0005))
                .hasMessageContaining("999 calibration images")
                .hasMessageContaining("calibrate with at least");
    }

    @ParameterizedTest
    @EnumSource(Decider.class)
    void shouldReachTheAlphaThatTheRefusalAsksFor(Decider decider) {
        double alpha = 0.004;
        int sides = decider == Decider.DEFAULT ? 4 : decider == Decider.ELBO || decider == Decider.CONTRAST ? 2 : 1;
        int enough = (int) Math.ceil(sides / alpha) - 1;
        Judge judge = new Judge(Calibrations.upTo(enough), 1, decider, alpha);
        assertThat(judge.judge(new ElboTerms(1e6f, 0, 1e6f, 1e6f, 1e6f)).anomalous())
                .isTrue();
        assertThatThrownBy(() -> new Judge(Calibrations.upTo(enough - 1), 1, decider, alpha))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseToJudgeWhatIsNotFinite() {
        assertThatThrownBy(() -> judge(Decider.DEFAULT).judge(new ElboTerms(Float.NaN, 0, 0, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNameTheScoreThatACalibrationLacks() {
        Map<Score, double[]> scores = new EnumMap<>(Score.class);
        scores.put(Score.ELBO, new double[] {1});
        assertThatThrownBy(() -> new Calibration(scores)).hasMessageContaining("reconstruction");
    }

    @Property
    void shouldNeverRaiseAOneSidedPValueWithItsScore(
            @ForAll @From("oneSided") Score score,
            @ForAll @FloatRange(max = 2000) float one,
            @ForAll @FloatRange(max = 2000) float other) {
        Judge judge = judge(Decider.of(score.label()));
        Verdict better = judge.judge(of(score, Math.min(one, other)));
        Verdict worse = judge.judge(of(score, Math.max(one, other)));
        assertThat(worse.pValue()).isLessThanOrEqualTo(better.pValue());
        if (better.anomalous()) {
            assertThat(worse.anomalous()).isTrue();
        }
    }

    @Property
    void shouldNeverRaiseATwoSidedPValueFurtherFromTheMiddle(
            @ForAll @From("twoSided") Score score,
            @ForAll @FloatRange(max = 1000) float one,
            @ForAll @FloatRange(max = 1000) float other,
            @ForAll boolean below) {
        float nearer = Math.min(one, other) * (below ? -1 : 1);
        float further = Math.max(one, other) * (below ? -1 : 1);
        Judge judge = judge(Decider.of(score.label()));
        Verdict better = judge.judge(of(score, 500 + nearer));
        Verdict worse = judge.judge(of(score, 500 + further));
        assertThat(worse.pValue()).isLessThanOrEqualTo(better.pValue());
        if (better.anomalous()) {
            assertThat(worse.anomalous()).isTrue();
        }
    }

    @Property
    void shouldStayAnomalousByDefaultWhenAPlaceGetsWorse(
            @ForAll @FloatRange(max = 2000) float one,
            @ForAll @FloatRange(max = 2000) float other,
            @ForAll @FloatRange(max = 1000) float contrast) {
        Judge judge = judge(Decider.DEFAULT);
        Verdict better = judge.judge(new ElboTerms(1, 0, 1, Math.min(one, other), contrast));
        Verdict worse = judge.judge(new ElboTerms(1, 0, 1, Math.max(one, other), contrast));
        assertThat(worse.pValue()).isLessThanOrEqualTo(better.pValue());
    }

    @Provide
    Arbitrary<Score> oneSided() {
        return Arbitraries.of(Score.RECONSTRUCTION, Score.KL, Score.LOCAL);
    }

    @Provide
    Arbitrary<Score> twoSided() {
        return Arbitraries.of(Score.ELBO, Score.CONTRAST);
    }

    /** An image with this score. */
    private static ElboTerms of(Score score, float value) {
        return switch (score) {
            case ELBO, RECONSTRUCTION -> new ElboTerms(value, 0, 0, 1, 1);
            case KL -> new ElboTerms(1, 0, value, 1, 1);
            case LOCAL -> new ElboTerms(1, 0, 1, value, 1);
            case CONTRAST -> new ElboTerms(1, 0, 1, 1, value);
        };
    }

    private static Judge judge(Decider decider) {
        return new Judge(CALIBRATION, 1, decider, 0.01);
    }

    /** An image whose elbo loss is this, and whose other scores are in the middle. */
    private static ElboTerms loss(float elboLoss) {
        return new ElboTerms(elboLoss - 1, elboLoss - 501, 1, 500, 500);
    }
}
