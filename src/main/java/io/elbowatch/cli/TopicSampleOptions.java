package io.elbowatch.cli;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.bundle.BundledModel;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.evaluation.ParallelScorer;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.core.verdict.Reach;
import io.elbowatch.settings.Settings;
import io.elbowatch.stream.reference.StoredObjects;
import io.elbowatch.stream.replay.KnownLabels;
import io.elbowatch.stream.replay.RangeReader;
import io.elbowatch.stream.replay.RangeRecord;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a sample of a topic. */
final class TopicSampleOptions {
    /** Of a sample, whose images are raw pixels within the limits of the stream. */
    static final DecodeLimits SAMPLED = new DecodeLimits(Integer.MAX_VALUE, Long.MAX_VALUE);

    private static final int DEFAULT_SAMPLE = 5000;
    private static final long DEFAULT_SEED = 1;

    @Mixin
    private RangeOptions range;

    @Option(
            names = "--sample",
            paramLabel = "NUMBER",
            description = "Images to draw from the range, all with the same chance (default: " + DEFAULT_SAMPLE + ").")
    private Optional<Integer> sample = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "The same seed and range give the same sample (default: " + DEFAULT_SEED + ").")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--skip-anomalous",
            description =
                    "Leave out what the present calibration reports, but for what is labelled as normal; without labels"
                            + " the false-alarm rate is then higher than alpha (docs/models.md).")
    private boolean skipAnomalous;

    /** @throws Refusal when an option is given that has no effect */
    void requireOnly(boolean fromTopic) {
        if (!fromTopic && (range.given() || sample.isPresent() || seed.isPresent() || skipAnomalous)) {
            throw Refusal.ofMistake(
                    "--last, --from, --to, --offsets, --source, --sample, --seed and --skip-anomalous are of a topic",
                    "give --from-topic, or leave them out");
        }
    }

    /** Draws the sample. @throws Refusal when the topic or the bundle does not allow it */
    TopicSample.Sampled draw(
            String topic,
            Settings given,
            BundledModel bundle,
            ImageModel model,
            double alpha,
            Optional<Bundle> present,
            PrintWriter err) {
        KnownLabels labels = KnownLabels.read(given.stream());
        err.println(labels.sentence());
        ImageDecoder decoder = new ImageDecoder(bundle.manifest().toPreprocessing(), given.decode());
        TopicSample drawn =
                new TopicSample(decoder, model.shape(), size(), seed.orElse(DEFAULT_SEED), range.wanted(), labels::of);
        Optional<Judge> judge = skipAnomalous ? Optional.of(judge(given, present)) : Optional.empty();
        try (RangeReader reader = RangeReader.openImages(
                given.stream(),
                topic,
                range.bounds(Instant.now()),
                given.references().map(StoredObjects::new))) {
            Interruption interruption = Interruption.calling(reader::stop);
            try {
                TopicSample.Sampled set = drawn.draw(reader, judge.map(by -> screen(decoder, model, by)));
                drawn.report(reader, judge.map(Judge::alpha), err);
                judge.ifPresent(by -> warnOfBias(drawn, by.alpha(), alpha, err));
                return set;
            } catch (ModelException e) {
                throw Failures.ofModel(e);
            } finally {
                interruption.close();
            }
        }
    }

    private int size() {
        int size = sample.orElse(DEFAULT_SAMPLE);
        if (size < Reach.LEAST_IMAGES) {
            throw Refusal.ofMistake(
                    "a calibration needs " + Reach.LEAST_IMAGES + " images or more, not " + size,
                    "give a larger --sample");
        }
        return size;
    }

    private static Judge judge(Settings given, Optional<Bundle> present) {
        Bundle bundle = present.orElseThrow(() -> new Refusal(
                "--skip-anomalous needs the present calibration, and there is none that can be used",
                "calibrate without --skip-anomalous"));
        return bundle.judge(given.decider(), bundle.defaultAlpha(), given.extrapolateTail());
    }

    private static TopicSample.Screen screen(ImageDecoder decoder, ImageModel model, Judge judge) {
        JudgeGroups judges = new JudgeGroups(judge);
        return new TopicSample.Screen() {
            @Override
            public ParallelScorer<RangeRecord> scorer(BiConsumer<RangeRecord, ScoredImage> result) {
                return new ParallelScorer<>(decoder, model, Runtime.getRuntime().availableProcessors(), result);
            }

            @Override
            public boolean anomalous(RangeRecord record, Scoring.Scored scored) {
                return judges.of(record.source().orElse(null))
                        .judge(scored.terms())
                        .anomalous();
            }
        };
    }

    /**
     * Normal images above the old limit are missing: of a normal image the chance is 1 − (1 − α)(1 − α₀). With labels it
     * is known how many images are missing at most.
     */
    private static void warnOfBias(TopicSample drawn, double before, double alpha, PrintWriter err) {
        boolean labelled = drawn.labelledNormals() > 0;
        double missing = labelled ? drawn.leftOut() : before;
        if (missing > 0) {
            err.printf(
                    Locale.ROOT,
                    "warning: %s: at alpha %s expect a false-alarm rate of %s%.2g%n",
                    labelled
                            ? "normal images among those left out that nobody labelled are missing"
                            : "the highest " + Reach.plain(before) + " of the normal images are left out, too",
                    Reach.plain(alpha),
                    labelled ? "at most " : "",
                    1 - (1 - alpha) * (1 - missing));
            err.flush();
        }
    }
}
