package io.elbowatch.stream.wire;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the numbers of an image that records list under {@code terms} and CSV files have as columns.
 *
 * @param name of the field and of the column
 * @param single whether it is computed in single precision; otherwise in double precision
 * @param formula its value
 */
public record TermField(String name, boolean single, Formula formula) {
    /** All of them in the order of records and CSV files; a new {@link Score} comes last. */
    public static final List<TermField> ALL = all();

    /** How a number follows from the terms of an image, with the weight β of the KL term, and its verdict. */
    public interface Formula {
        double of(ElboTerms terms, double beta, Verdict verdict);
    }

    private static List<TermField> all() {
        List<TermField> fields = new ArrayList<>(List.of(
                new TermField("elbo", false, (terms, beta, verdict) -> terms.elbo(beta)),
                new TermField(Score.ELBO.field(), false, (terms, beta, verdict) -> terms.elboLoss(beta)),
                new TermField("reconstructionNll", true, (terms, beta, verdict) -> terms.reconstructionNll()),
                new TermField("floor", true, (terms, beta, verdict) -> terms.floor()),
                new TermField(
                        Score.RECONSTRUCTION.field(), false, (terms, beta, verdict) -> terms.reconstructionError()),
                new TermField(Score.KL.field(), true, (terms, beta, verdict) -> terms.kl()),
                new TermField(Score.LOCAL.field(), true, (terms, beta, verdict) -> terms.local())));
        for (Score score : Score.values()) {
            if (fields.stream().noneMatch(field -> field.name().equals(score.field()))) {
                fields.add(new TermField(score.field(), false, (terms, beta, verdict) -> verdict.score(score)));
            }
        }
        return List.copyOf(fields);
    }
}
