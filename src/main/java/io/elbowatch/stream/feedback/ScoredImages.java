package io.elbowatch.stream.feedback;

import io.elbowatch.stream.lookup.Lookup;
import io.elbowatch.stream.lookup.ScoreLookup;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.stream.wire.ScoredFacts;
import java.util.OptionalLong;

/** Finds what a label should say of its image: what this application decided on it. Used by many threads. */
public final class ScoredImages {
    private final ScoreLookup scores;

    public ScoredImages(ScoreLookup scores) {
        this.scores = scores;
    }

    /**
     * @param timestampMillis of the image; without it the image itself must still be there
     * @throws io.elbowatch.core.Refusal when the cluster does not answer in time
     */
    public Lookup<ScoredFacts> find(OutputOrigin image, OptionalLong timestampMillis) {
        Lookup<byte[]> score = scores.score(image, timestampMillis);
        if (score instanceof Lookup.Found<byte[]> found) {
            return ScoredFacts.of(found.value())
                    .<Lookup<ScoredFacts>>map(Lookup.Found::new)
                    .orElseGet(() -> new Lookup.Missing<>("its record in the scores topic is no score"));
        }
        return score instanceof Lookup.Foreign<byte[]> foreign
                ? new Lookup.Foreign<>(foreign.why())
                : new Lookup.Missing<>(((Lookup.Missing<byte[]>) score).why());
    }
}
