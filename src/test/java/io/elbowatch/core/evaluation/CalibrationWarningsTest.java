package io.elbowatch.core.evaluation;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.Features;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.testing.Terms;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CalibrationWarningsTest {
    private static final int IMAGES = 2_000;
    private final Random random = new Random(7);

    @Test
    void shouldFindNothingAgainstImagesOfTheSameKind() {
        CalibrationSet before = set(any -> terms(0));
        CalibrationSet now = set(any -> terms(0));
        assertThat(CalibrationWarnings.of(now, varied(0, 0), Decider.DEFAULT, Optional.of(before.toCalibration())))
                .isEmpty();
    }

    @Test
    void shouldSayWhichScoreHasShiftedAndByHowMuch() {
        CalibrationSet before = set(any -> terms(0));
        CalibrationSet now = set(any -> terms(0.2f));
        List<CalibrationWarning> warnings =
                CalibrationWarnings.of(now, varied(0, 0), Decider.DEFAULT, Optional.of(before.toCalibration()));
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).isInstanceOfSatisfying(CalibrationWarning.Shifted.class, shifted -> {
            assertThat(shifted.score()).isEqualTo(Score.LOCAL);
            assertThat(shifted.statistic()).isBetween(0.15, 0.25);
            assertThat(shifted.sentence()).contains("local", "0.062").doesNotContain("was made of these images");
        });
    }

    @Test
    void shouldSayThatLowerScoresMayBeThoseOfTheImagesOfTheModel() {
        CalibrationSet before = set(any -> terms(0.2f));
        CalibrationSet now = set(any -> terms(0));
        assertThat(CalibrationWarnings.of(now, varied(0, 0), Decider.DEFAULT, Optional.of(before.toCalibration())))
                .singleElement()
                .satisfies(warning -> assertThat(warning.sentence()).contains("the model was made of these images"));
    }

    /** By the mixture of the present calibration: that of the new images would call them usual. */
    @Test
    void shouldSayThatTheFeaturesHaveShifted() {
        CalibrationSet before = set(any -> terms(0));
        CalibrationSet now = set(any -> {
            ElboTerms t = terms(0);
            float[] features = new float[8];
            for (int i = 0; i < features.length; i++) {
                features[i] = t.features().get(i) + 1;
            }
            return new ElboTerms(t.reconstructionNll(), t.floor(), t.kl(), t.local(), Features.of(features));
        });
        assertThat(CalibrationWarnings.of(now, varied(0, 0), Decider.DEFAULT, Optional.of(before.toCalibration())))
                .singleElement()
                .isInstanceOfSatisfying(
                        CalibrationWarning.Shifted.class,
                        shifted -> assertThat(shifted.score()).isEqualTo(Score.DENSITY));
    }

    @Test
    void shouldNoticeRunsOfAlikeImages() {
        ElboTerms[] places =
                IntStream.range(0, IMAGES / 10).mapToObj(any -> terms(0)).toArray(ElboTerms[]::new);
        assertThat(CalibrationWarnings.of(set(i -> places[i / 10]), varied(0, 0), Decider.DEFAULT, Optional.empty()))
                .hasSize(Score.values().length)
                .allSatisfy(warning -> assertThat(warning).isInstanceOf(CalibrationWarning.Correlated.class));
    }

    @Test
    void shouldNameTheFirstFiveImagesFarFromAllOthers() {
        CalibrationSet set = set(i -> i % 300 == 10 ? terms(50) : terms(0));
        List<CalibrationWarning> warnings =
                CalibrationWarnings.of(set, varied(0, 0), Decider.DEFAULT, Optional.empty());
        assertThat(warnings).singleElement().isInstanceOfSatisfying(CalibrationWarning.Outlying.class, outlying -> {
            assertThat(outlying.score()).isEqualTo(Score.LOCAL);
            assertThat(outlying.count()).isEqualTo(7);
            assertThat(outlying.names()).containsExactly("i10", "i310", "i610", "i910", "i1210");
        });
    }

    @Test
    void shouldSayHowManyImagesRemainWithoutAlikeOnes() {
        CalibrationSet set = set(any -> terms(0));

        assertThat(CalibrationWarnings.of(set, varied(199, 0), Decider.DEFAULT, Optional.empty()))
                .isEmpty();
        assertThat(CalibrationWarnings.of(set, varied(1_601, 0), Decider.DEFAULT, Optional.empty()))
                .singleElement()
                .extracting(CalibrationWarning::sentence)
                .asString()
                .startsWith("1601 of 2000 images are alike")
                .endsWith("without them 399 remain, which support alpha 0.0025 and above");
        assertThat(CalibrationWarnings.of(set, varied(1_999, 1_800), Decider.DEFAULT, Optional.empty()))
                .singleElement()
                .extracting(CalibrationWarning::sentence)
                .asString()
                .endsWith(
                        "stood still; 1800 of them resemble one of another fold, whose model knows them; without them 1"
                                + " remain, which support no alpha");
    }

    @Test
    void shouldSayThatAllImagesAreEquallyBright() {
        CalibrationSet set = set(any -> terms(0));
        assertThat(CalibrationWarnings.of(set, new Variety(0, 0, 0.31), Decider.DEFAULT, Optional.empty()))
                .singleElement()
                .extracting(CalibrationWarning::sentence)
                .asString()
                .startsWith(
                        "all images are equally bright: their mean levels have a standard deviation of 0.31 of 255");
    }

    /** Its densities come from mixtures that do not know the images; the present mixture does. */
    @Test
    void shouldFindNothingWhenTheSameImagesCalibrateAgain() {
        CalibrationSet few = set(40, any -> terms(0));
        assertThat(CalibrationWarnings.of(few, varied(0, 0), Decider.DEFAULT, Optional.of(few.toCalibration())))
                .noneMatch(warning -> warning instanceof CalibrationWarning.Shifted);
    }

    /** PyTorch and ONNX Runtime differ in the last digits of scores that many images share. */
    @Test
    void shouldTakeTiesOfTheTwoRuntimesForTies() {
        ElboTerms blank = Terms.of(1.95851743f, 0, 63.8575277f, 0.0591858737f, 1);
        ElboTerms other = Terms.of(1.95851755f, 0, 63.857534f, 0.059185881f, 1);
        CalibrationSet before = set(any -> blank);
        assertThat(CalibrationWarnings.of(
                        set(any -> other), varied(0, 0), Decider.DEFAULT, Optional.of(before.toCalibration())))
                .isEmpty();
    }

    private ElboTerms terms(float local) {
        float[] features = new float[8];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextGaussian();
        }
        return new ElboTerms(
                100 + random.nextFloat(),
                random.nextFloat(),
                20 + random.nextFloat(),
                local + random.nextFloat(),
                Features.of(features));
    }

    private static Variety varied(int alike, int acrossFolds) {
        return new Variety(alike, acrossFolds, 50);
    }

    private static CalibrationSet set(IntFunction<ElboTerms> terms) {
        return set(IMAGES, terms);
    }

    private static CalibrationSet set(int images, IntFunction<ElboTerms> terms) {
        return new CalibrationSet(
                IntStream.range(0, images)
                        .mapToObj(i -> new CalibrationSet.Image("i" + i, "line-1", terms.apply(i)))
                        .toList(),
                1);
    }
}
