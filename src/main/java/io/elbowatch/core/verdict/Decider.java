package io.elbowatch.core.verdict;

import io.elbowatch.core.Labelled;
import java.util.List;

/**
 * The p-value that decides whether an image is anomalous: that of one score, or of several that are joined. Every
 * record carries all of them, whichever decides.
 */
public enum Decider implements Labelled {
    /** {@code local} and {@code density} together: one bad place, or an unusual whole (docs/decisions/0008). */
    DEFAULT(Score.LOCAL, Score.DENSITY),
    ELBO(Score.ELBO),
    RECONSTRUCTION(Score.RECONSTRUCTION),
    KL(Score.KL),
    LOCAL(Score.LOCAL),
    DENSITY(Score.DENSITY);

    private final String label = Labelled.super.label();
    private final List<Score> scores;

    Decider(Score... scores) {
        this.scores = List.of(scores);
    }

    /** The scores that decide. */
    public List<Score> scores() {
        return scores;
    }

    /** Whether several scores decide: by the smallest of their p-values, ranked among those of calibration images. */
    public boolean joins() {
        return scores.size() > 1;
    }

    /** How many sides of calibration scores are tested. Without joining each raises the smallest p-value by 1/(n+1). */
    public int sides() {
        return scores.stream().mapToInt(score -> score.sides().size()).sum();
    }

    /** The name in settings, records and metrics. */
    @Override
    public String label() {
        return label;
    }
}
