package io.elbowatch.metrics;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.GaussianPosterior;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.elbo.PixelOutput;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.quality.QualityReport;
import io.elbowatch.core.quality.QualityTally;
import io.elbowatch.core.quality.QualityTally.Zone;
import io.elbowatch.core.quality.Truth;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.flow.ActivePlan;
import io.elbowatch.stream.flow.ImageOrigin;
import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.stream.monitor.StreamReading;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Tallies;
import io.elbowatch.testing.Terms;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** An untrained model: its calibration scores have equal distances, so that every figure can be calculated by hand. */
final class TestModel {
    static final ModelIdentity IDENTITY =
            new ModelIdentity("boards", "1.2.0", "0123456789abcdef0123456789abcdef", "cpu");
    static final int IMAGES = 1000;
    /** With 1,000 calibration images and ten bins, 220 images are required. */
    private static final int ENOUGH = 300;
    /** Scores in the middle of the calibration scores; elbo 200. */
    static final ElboTerms NORMAL = Terms.of(180, 150, 20, 30, 5);
    /** Scores above all calibration scores. */
    static final ElboTerms ANOMALY = Terms.of(1000, 150, 200, 300, 9.5);

    static final ImageOrigin ORIGIN = new ImageOrigin("line-1".getBytes(StandardCharsets.UTF_8), "images", 2, 17);

    private TestModel() {}

    static Judge judge() {
        return judge(Decider.DEFAULT);
    }

    static Judge judge(Decider decider) {
        return new Judge(calibration(), 1, decider, .01);
    }

    static Calibration calibration() {
        return new Calibration(
                Map.of(
                        Score.ELBO, evenly(150, 250),
                        Score.RECONSTRUCTION, evenly(10, 50),
                        Score.KL, evenly(10, 30),
                        Score.LOCAL, evenly(20, 40),
                        Score.DENSITY, evenly(4, 6)),
                evenly(1e-3, 1),
                Terms.MIXTURE);
    }

    /** {@value #IMAGES} scores from low, inclusive, to high, exclusive. */
    static double[] evenly(double low, double high) {
        return IntStream.range(0, IMAGES)
                .mapToDouble(i -> low + (high - low) * i / IMAGES)
                .toArray();
    }

    /** Meters of a program that records images. */
    static Metrics traced() {
        return new Metrics(() -> IDENTITY, "cpu", () -> new ActiveJudge(judge(), OptionalLong.empty()), 100, true);
    }

    /** One event of every kind that the stream can report. */
    static void oneOfEach(Metrics metrics) {
        Judge judge = judge();
        metrics.observer().received(512);
        metrics.observer().decoded(40_000);
        metrics.observer().waiting(2, 1024);
        metrics.observer().scoredBatch(FlushReason.LINGER, 2, 3_000_000);
        ServedModel grouped = grouped();
        metrics.observer()
                .scored(grouped, ORIGIN, NORMAL, grouped.judges().of("line-1").judge(NORMAL), 60);
        metrics.observer().scored(ORIGIN, ANOMALY, judge.judge(ANOMALY), 60);
        metrics.observer().received(0);
        metrics.watch(TestModel::readings);
        metrics.observer().rejected(ORIGIN, Rejection.Reason.EMPTY, 5);
        metrics.follow(() -> ActivePlan.ofOne(served("boards")));
        metrics.compare(() -> List.of(Tallies.hundred().now()), () -> 3);
        metrics.quality(() -> Optional.of(quality()));
    }

    /** Labels of line-1 alone. */
    static QualityReport quality() {
        QualityTally tally = new QualityTally();
        tally.reported(100);
        for (int i = 0; i < 10; i++) {
            tally.labelReported(i == 0 ? Truth.NORMAL : Truth.DEFECT);
        }
        for (int i = 0; i < 50; i++) {
            tally.drawn(Zone.REST, 0.01);
            tally.labelDrawn(i == 0 ? Truth.DEFECT : Truth.NORMAL, Zone.REST, 0.01);
        }
        return new QualityReport(
                tally.estimate(),
                Map.of("line-1", tally.estimate(), "", tally.estimate()),
                OptionalDouble.of(.01),
                2,
                3);
    }

    /** A bundle of this model under a name of its own. */
    static ServedModel served(String bundle) {
        return new ServedModel(
                bundle,
                new FakeModel(),
                new Preprocessing(FakeModel.SHAPE, Preprocessing.Fit.STRETCH),
                new JudgeGroups(judge()));
    }

    /** This model with a group of line-1, which has all images. */
    static ServedModel grouped() {
        Calibration pooled = calibration();
        Map<Score, double[]> scores = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            scores.put(score, pooled.sample(score).ascending());
        }
        Calibration group = pooled.ofGroup("line-1", scores, evenly(1e-3, 1));
        return new ServedModel(
                "boards",
                new FakeModel(),
                new Preprocessing(FakeModel.SHAPE, Preprocessing.Fit.STRETCH),
                new JudgeGroups(new Judge(pooled.withGroups(List.of(group)), 1, Decider.DEFAULT, .01)));
    }

    /** Enough scored and inspected images for the figures of drift. */
    static void enoughForDrift(Metrics metrics) {
        Verdict verdict = judge().judge(NORMAL);
        for (int i = 0; i < ENOUGH; i++) {
            metrics.observer().scored(ORIGIN, NORMAL, verdict, 60);
            metrics.observer()
                    .inspected(new PixelOutput(
                            NORMAL, new GaussianPosterior(new float[] {i % 2, 0}, new float[2]), new float[0]));
        }
    }

    /** One reading of every figure. */
    static List<StreamReading> readings() {
        return Arrays.stream(StreamReading.Figure.values())
                .map(figure -> new StreamReading(figure, figure.label().isEmpty() ? "" : "running", 1))
                .toList();
    }
}
