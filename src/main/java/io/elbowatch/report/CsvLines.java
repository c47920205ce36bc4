package io.elbowatch.report;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.Scoring.Scored;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.evidence.Explanation;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** One row an image, as RFC 4180 has it but for single line feeds; p-values have their names with a {@code p_} before. */
public final class CsvLines implements ImageLines {
    private static final List<String> BEFORE = List.of(
            "name",
            "group",
            "elbo",
            "elboLoss",
            "reconstructionNll",
            "floor",
            "reconstructionError",
            "kl",
            "local",
            "density");
    private static final List<String> AFTER = List.of("anomalous", "score", "pValue", "alpha", "reason", "detail");

    private final double beta;

    /** @param beta the weight of the KL term that the model was trained with */
    public CsvLines(double beta) {
        this.beta = beta;
    }

    @Override
    public String header() {
        List<String> names = new ArrayList<>(BEFORE);
        Arrays.stream(Decider.values()).map(decider -> "p_" + decider.label()).forEach(names::add);
        names.addAll(AFTER);
        return row(names);
    }

    @Override
    public String judged(ScoredImage image, Scored scored, Verdict verdict, Optional<Explanation> explanation) {
        List<Object> values = new ArrayList<>(List.of(
                image.name(),
                image.group(),
                scored.terms().elbo(beta),
                scored.terms().elboLoss(beta),
                scored.terms().reconstructionNll(),
                scored.terms().floor(),
                scored.terms().reconstructionError(),
                scored.terms().kl(),
                scored.terms().local(),
                verdict.scores().density()));
        for (Decider decider : Decider.values()) {
            values.add(verdict.pValues().of(decider));
        }
        values.addAll(
                List.of(verdict.anomalous(), verdict.decider().label(), verdict.pValue(), verdict.alpha(), "", ""));
        return row(values);
    }

    @Override
    public String rejected(ScoredImage image, Rejection rejection) {
        List<Object> values = new ArrayList<>(List.of(image.name(), image.group()));
        int empty = BEFORE.size() - 2 + Decider.values().length + AFTER.size() - 2;
        values.addAll(Collections.nCopies(empty, ""));
        values.add(rejection.reason().label());
        values.add(rejection.detail());
        return row(values);
    }

    private static String row(List<?> values) {
        List<String> cells =
                values.stream().map(String::valueOf).map(CsvLines::cell).toList();
        return String.join(",", cells) + "\n";
    }

    private static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
