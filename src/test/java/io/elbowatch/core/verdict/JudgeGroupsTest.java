package io.elbowatch.core.verdict;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.statistics.Sample;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class JudgeGroupsTest {
    private static final double[] LEVELS = {0.5, 1, 2};

    @Test
    void shouldCompareAnImageWithThoseOfItsSource() {
        JudgeGroups judges = new JudgeGroups(Calibrations.grouped(199, 0.05, "camera-1", 50));

        Verdict own = judges.of("camera-1").judge(Terms.of(60, 0, 60, 60, 60));
        assertThat(own.pValue()).isEqualTo(1 / 51.0);
        assertThat(own.calibration()).isEqualTo(new CalibrationStamp(Optional.of("camera-1"), 50));

        Verdict another = judges.of("camera-2").judge(Terms.of(60, 0, 60, 60, 60));
        assertThat(another.pValue()).isGreaterThan(0.5);
        assertThat(another.calibration()).isEqualTo(new CalibrationStamp(Optional.empty(), 199));
        assertThat(judges.of(null)).isSameAs(judges.pooled()).isSameAs(judges.of("camera-2"));
    }

    /** The rule at every n and α: a group judges if an image beyond all of its images can be anomalous. */
    @Property(tries = 300)
    void shouldUseAGroupExactlyIfItReachesAlpha(
            @ForAll @IntRange(min = 1, max = 120) int images,
            @ForAll @DoubleRange(min = 0.006, max = 0.3) @Scale(6) double alpha) {
        JudgeGroups judges = new JudgeGroups(Calibrations.grouped(199, alpha, "camera-1", images));

        boolean used = images >= 20 && 1 / (images + 1.0) <= alpha;
        assertThat(judges.groups().keySet()).isEqualTo(used ? Set.of("camera-1") : Set.of());
        Verdict beyond = judges.of("camera-1").judge(Terms.of(1000, 0, 1000, 1000, 1000));
        assertThat(beyond.anomalous()).isTrue();
        assertThat(beyond.calibration().images()).isEqualTo(used ? images : 199);
    }

    @Test
    void shouldChooseGroupsAnewForOtherSettings() {
        Judge start = Calibrations.grouped(199, 0.05, "camera-1", 50);
        assertThat(new JudgeGroups(start).groups()).hasSize(1);
        VerdictSettings lower = new VerdictSettings(OptionalDouble.of(0.01), Optional.empty());
        assertThat(new JudgeGroups(lower.over(start)).groups()).isEmpty();
        VerdictSettings twoSided = new VerdictSettings(OptionalDouble.of(0.03), Optional.of(Decider.ELBO));
        assertThat(new JudgeGroups(twoSided.over(start)).groups()).isEmpty();
        VerdictSettings higher = new VerdictSettings(OptionalDouble.of(0.04), Optional.of(Decider.ELBO));
        assertThat(new JudgeGroups(higher.over(start)).of("camera-1").alpha()).isEqualTo(0.04);
    }

    @Test
    void shouldNotExtrapolateAGroup() {
        double[] ascending =
                new Random(1).doubles(400).map(u -> -Math.log(u)).sorted().toArray();
        Map<Score, double[]> scores = all(ascending);
        double[] shares = JoinedTurns.shares(ascending, ascending);
        Tail tail = Tail.of(ascending);
        Calibration pooled =
                new Calibration(scores, shares, Terms.MIXTURE, Map.of(Score.LOCAL, tail, Score.DENSITY, tail));
        Calibration grouped = pooled.withGroups(List.of(pooled.ofGroup("camera-1", scores, shares)));

        JudgeGroups far = new JudgeGroups(new Judge(grouped, 1, Decider.DEFAULT, 0.0001, true));
        assertThat(far.groups()).isEmpty();
        JudgeGroups near = new JudgeGroups(new Judge(grouped, 1, Decider.DEFAULT, 0.01, true));
        assertThat(near.of("camera-1").judge(Terms.of(1e4f, 0, 1e4f, 1e4f, 1e4)).pValue())
                .isEqualTo(1 / 401.0);
    }

    /**
     * P(p ≤ α) = α within each source, whose images differ in level and whose two scores depend on each other; pooled
     * the quiet source is never reported, and the noisy one three times too often.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.2})
    void shouldReportTheShareAlphaOfTheNormalImagesOfEverySource(double alpha) {
        Random random = new Random(7);
        int times = 400;
        int images = 39;
        int fresh = 10;
        int[] byGroup = new int[LEVELS.length];
        int[] byAll = new int[LEVELS.length];
        for (int t = 0; t < times; t++) {
            JudgeGroups judges = new JudgeGroups(new Judge(draw(random, images), 1, Decider.DEFAULT, alpha));
            for (int s = 0; s < LEVELS.length; s++) {
                for (int i = 0; i < fresh; i++) {
                    double[] image = image(random, LEVELS[s]);
                    ElboTerms terms = Terms.of(1, 0, 1, (float) image[0], image[1]);
                    byGroup[s] += judges.of("source " + s).judge(terms).anomalous() ? 1 : 0;
                    byAll[s] += judges.pooled().judge(terms).anomalous() ? 1 : 0;
                }
            }
        }
        double all = times * fresh;
        double deviation = Math.sqrt(alpha * (1 - alpha) * (1 / all + 1 / ((double) times * images)));
        for (int s = 0; s < LEVELS.length; s++) {
            assertThat(byGroup[s] / all).as("source %d", s).isCloseTo(alpha, within(5 * deviation));
        }
        assertThat(byAll[0] / all).isLessThan(0.1 * alpha);
        assertThat(byAll[2] / all).isGreaterThan(2 * alpha);
    }

    @Test
    void shouldRefuseGroupsThatDoNotFit() {
        Calibration pooled = Calibrations.upTo(60);
        double[] ascending = {1, 2, 3};
        double[] shares = JoinedTurns.shares(ascending, ascending);
        Calibration group = pooled.ofGroup("a", all(ascending), shares);
        assertThatThrownBy(() -> pooled.withGroups(List.of(group, group))).hasMessage("two groups are named 'a'");
        assertThatThrownBy(() -> Calibrations.upTo(2).withGroups(List.of(group)))
                .hasMessage("the groups have 3 images, and all together 2");
        assertThatThrownBy(() -> pooled.ofGroup("a", all(new double[] {1, 3, 2}), shares))
                .hasMessage("group 'a': 'elbo': calibration scores must ascend; number 2 does not");
        Map<Score, double[]> fewDensities = all(ascending);
        fewDensities.put(Score.DENSITY, new double[] {1, 2});
        assertThatThrownBy(() -> pooled.ofGroup("a", fewDensities, new double[] {0.5, 1}))
                .hasMessage("group 'a' has 2 scores of 'density', and 3 images");
        Map<Score, double[]> noKl = all(ascending);
        noKl.remove(Score.KL);
        assertThatThrownBy(() -> pooled.ofGroup("a", noKl, shares))
                .hasMessage("group 'a': no calibration scores of 'kl'");
    }

    private static Map<Score, double[]> all(double[] ascending) {
        Map<Score, double[]> scores = new EnumMap<>(Score.class);
        Arrays.stream(Score.values()).forEach(score -> scores.put(score, ascending));
        return scores;
    }

    /** local and density, of which the first is a part of the second. */
    private static double[] image(Random random, double level) {
        double local = (float) (level * -Math.log(random.nextDouble()));
        return new double[] {local, level * (local + random.nextDouble())};
    }

    private static Calibration draw(Random random, int perSource) {
        double[][] locals = new double[LEVELS.length][perSource];
        double[][] densities = new double[LEVELS.length][perSource];
        for (int s = 0; s < LEVELS.length; s++) {
            for (int i = 0; i < perSource; i++) {
                double[] image = image(random, LEVELS[s]);
                locals[s][i] = image[0];
                densities[s][i] = image[1];
            }
        }
        double[] allLocals =
                Arrays.stream(locals).flatMapToDouble(Arrays::stream).toArray();
        double[] allDensities =
                Arrays.stream(densities).flatMapToDouble(Arrays::stream).toArray();
        Calibration pooled = new Calibration(
                scores(allLocals, allDensities), JoinedTurns.shares(allLocals, allDensities), Terms.MIXTURE);
        List<Calibration> groups = new ArrayList<>();
        for (int s = 0; s < LEVELS.length; s++) {
            groups.add(pooled.ofGroup(
                    "source " + s, scores(locals[s], densities[s]), JoinedTurns.shares(locals[s], densities[s])));
        }
        return pooled.withGroups(groups);
    }

    private static Map<Score, double[]> scores(double[] locals, double[] densities) {
        Map<Score, double[]> scores = all(Sample.of(locals).ascending());
        scores.put(Score.DENSITY, Sample.of(densities).ascending());
        return scores;
    }
}
