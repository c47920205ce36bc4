package io.elbowatch.cli;

import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.evaluation.ParallelScorer;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.replay.Outcome;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.report.ReplaySummary.Cost;
import io.elbowatch.service.LoadedModel;
import io.elbowatch.stream.replay.RangeReader;
import io.elbowatch.stream.replay.RangeRecord;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** One pass over a range with one model: what was scored, what was rejected and what it took. Used once. */
final class RangeScoring {
    private final LoadedModel loaded;
    private final JudgeGroups judges;
    private final DecodeLimits limits;
    private final int threads;
    private final BiConsumer<RangeRecord, Outcome> scored;
    private final Map<String, Long> rejected = new TreeMap<>();
    private long seen;
    private long results;
    private Cost cost = new Cost(0, 0, 1, 0);

    /** @param scored receives each scored image without its value, in the order of its partition */
    RangeScoring(LoadedModel loaded, DecodeLimits limits, int threads, BiConsumer<RangeRecord, Outcome> scored) {
        this.loaded = loaded;
        this.judges = new JudgeGroups(loaded.judge());
        this.limits = limits;
        this.threads = threads;
        this.scored = scored;
    }

    /**
     * Reads the range.
     *
     * @param wanted which of its records are images to score
     * @throws io.elbowatch.core.Refusal when the range cannot be read, or the model fails
     */
    void run(String task, RangeReader range, Predicate<RangeRecord> wanted) {
        long started = System.nanoTime();
        ImageDecoder decoder = new ImageDecoder(loaded.bundle().manifest().toPreprocessing(), limits);
        try (ImageProgress progress = ImageProgress.show(task, OptionalLong.of(range.offsets()));
                ParallelScorer<RangeRecord> scorer =
                        new ParallelScorer<>(decoder, loaded.model(), threads, this::take)) {
            range.read(
                    record -> {
                        if (wanted.test(record)) {
                            add(record, scorer);
                        }
                    },
                    progress::stepTo);
            scorer.finish();
            cost = new Cost(seen, (System.nanoTime() - started) / 1e9, threads, scorer.workNanos() / 1e9);
        } catch (ModelException e) {
            throw Failures.ofModel(e);
        }
    }

    private void add(RangeRecord record, ParallelScorer<RangeRecord> scorer) {
        seen++;
        if (record.refused().isPresent()) {
            rejected.merge(record.refused().get().reason().label(), 1L, Long::sum);
        } else {
            scorer.add(record.withoutValue(), TopicSample.image(record, record.value()));
        }
    }

    private void take(RangeRecord record, ScoredImage image) {
        if (image.scoring() instanceof Scoring.Scored result) {
            results++;
            Judge judge = judges.of(record.source().orElse(null));
            scored.accept(record, Outcome.of(judge.judge(result.terms())));
        } else if (image.scoring() instanceof Scoring.Refused refused) {
            rejected.merge(refused.rejection().reason().label(), 1L, Long::sum);
        }
    }

    /** The number of images that have a score. */
    long scored() {
        return results;
    }

    Map<String, Long> rejected() {
        return rejected;
    }

    Cost cost() {
        return cost;
    }
}
