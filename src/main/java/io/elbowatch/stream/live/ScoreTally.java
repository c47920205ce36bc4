package io.elbowatch.stream.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.stream.live.Journal.Kind;
import java.util.List;
import java.util.function.Supplier;

/**
 * The newest scores of this model in the bins of the judge in force, and how many were read for them. What it costs is bounded, whatever the
 * rate. Used by one thread.
 */
final class ScoreTally {
    /** Looking at a score costs some 15 microseconds, counting it 0.2: a hundredth of a core, whatever the rate. */
    static final int LOOKS_PER_SECOND = 500;

    private final ModelIdentity model;
    private final Supplier<Judge> judge;
    private final ScoreSample sample = new ScoreSample(ScoreSample.CAPACITY);
    private Judge axesOf; // null before the first beat
    private List<ScoreAxis> axes = List.of();
    private int looks;
    private long read;
    private long looked;
    private long ofOthers;

    ScoreTally(ModelIdentity model, Supplier<Judge> judge) {
        this.model = model;
        this.judge = judge;
    }

    /** Counts one. @return whether it is to be looked at: of those that come now not all are */
    boolean count(boolean fresh) {
        read++;
        if (fresh && ++looks > LOOKS_PER_SECOND) {
            return false;
        }
        looked++;
        return true;
    }

    /** Looks at one that was counted. */
    void look(ObjectNode record) {
        if (!record.at("/model/sha256").asText().equals(model.sha256())) {
            ofOthers++; // while instances are replaced: scores of two models do not compare
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

    /** Tells what it has; once a second. */
    void beat(Journal journal, LiveJson json, long nowMillis) {
        looks = 0;
        Judge inForce = judge.get();
        if (inForce != axesOf) {
            axesOf = inForce;
            axes = ScoreAxes.of(inForce);
            journal.add(Kind.BINS, nowMillis, json.bins(axes));
        }
        journal.add(Kind.SCORES, nowMillis, json.scores(sample.counts(axes), sample.size(), read, looked, ofOthers));
    }
}
