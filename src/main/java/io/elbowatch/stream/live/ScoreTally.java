package io.elbowatch.stream.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.stream.live.Journal.Kind;
import java.util.List;
import java.util.function.Supplier;

/**
 * The newest scores of this model in the bins of the current judge, and how many were read for them. The cost is
 * bounded, whatever the rate. Used by one thread.
 */
final class ScoreTally {
    /** Parsing a score takes about 15 µs, counting it 0.2: together 1 % of a core, whatever the rate. */
    static final int PARSED_PER_SECOND = 500;

    private final Supplier<DrawnModel> model;
    private ScoreSample sample = new ScoreSample(ScoreSample.CAPACITY);
    private String sampleOf; // the hash of a model; null before the first score and the first beat
    private Judge axesOf; // null before the first beat
    private List<ScoreAxis> axes = List.of();
    private int parsedThisSecond;
    private long read;
    private long parsed;
    private long ofOthers;

    /** @param model the present one */
    ScoreTally(Supplier<DrawnModel> model) {
        this.model = model;
    }

    /** Counts a score. @return whether to parse it: not all fresh scores are parsed */
    boolean count(boolean fresh) {
        read++;
        if (fresh && ++parsedThisSecond > PARSED_PER_SECOND) {
            return false;
        }
        parsed++;
        return true;
    }

    /** Adds a counted score to the sample. */
    void add(ObjectNode record) {
        follow();
        if (!record.at("/model/sha256").asText().equals(sampleOf)) {
            ofOthers++; // While instances are replaced; scores of two models are not comparable.
            return;
        }
        float[] scores = new float[1 + Score.values().length];
        scores[0] = (float) record.at("/verdict/pValue").asDouble(1);
        for (Score score : Score.values()) {
            scores[1 + score.ordinal()] =
                    (float) record.at("/terms/" + score.field()).asDouble();
        }
        sample.add(scores);
    }

    /** Begins anew where another model scores most images. @return its judge */
    private Judge follow() {
        DrawnModel current = model.get();
        String hash = current.identity().sha256();
        if (!hash.equals(sampleOf)) {
            sampleOf = hash;
            sample = new ScoreSample(ScoreSample.CAPACITY);
            ofOthers = 0;
        }
        return current.judge();
    }

    /** Adds the histograms to the journal; called once a second. */
    void beat(Journal journal, LiveJson json, long nowMillis) {
        parsedThisSecond = 0;
        Judge current = follow();
        if (current != axesOf) {
            axesOf = current;
            axes = ScoreAxes.of(current);
            journal.add(Kind.BINS, nowMillis, json.bins(axes));
        }
        journal.add(Kind.SCORES, nowMillis, json.scores(sample.counts(axes), sample.size(), read, parsed, ofOthers));
    }
}
