package io.elbowatch.report;

import io.elbowatch.core.Labelled;
import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.Scoring.Scored;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.evidence.Explanation;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.wire.TermField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** One row an image in CSV (RFC 4180, but with single line feeds). The columns of p-values begin with {@code p_}. */
public final class CsvLines implements ImageLines {
    private static final List<String> IMAGE = List.of("name", "group");
    private static final List<String> VERDICT = List.of("anomalous", "score", "pValue", "alpha");
    private static final List<String> REJECTION = List.of("reason", "detail");
    private static final List<String> CALIBRATION = List.of("calibrationGroup", "calibrationImages");

    private final double beta;

    /** @param beta the weight of the KL term in the model's training */
    public CsvLines(double beta) {
        this.beta = beta;
    }

    @Override
    public String header() {
        List<String> names = new ArrayList<>(IMAGE);
        TermField.ALL.forEach(term -> names.add(term.name()));
        Labelled.labels(Decider.class).forEach(label -> names.add("p_" + label));
        names.addAll(VERDICT);
        names.addAll(REJECTION);
        names.addAll(CALIBRATION);
        return row(names);
    }

    @Override
    public String judged(ScoredImage image, Scored scored, Verdict verdict, Optional<Explanation> explanation) {
        List<Object> values = new ArrayList<>(List.of(image.name(), image.group()));
        for (TermField term : TermField.ALL) {
            double value = term.formula().of(scored.terms(), beta, verdict);
            values.add(term.single() ? Float.toString((float) value) : Double.toString(value));
        }
        for (Decider decider : Decider.values()) {
            values.add(verdict.pValue(decider));
        }
        values.addAll(
                List.of(verdict.anomalous(), verdict.decider().label(), verdict.pValue(), verdict.alpha(), "", ""));
        values.add(verdict.calibration().group().orElse(""));
        values.add(verdict.calibration().images());
        return row(values);
    }

    @Override
    public String rejected(ScoredImage image, Rejection rejection) {
        List<Object> values = new ArrayList<>(List.of(image.name(), image.group()));
        int empty = TermField.ALL.size() + Decider.values().length + VERDICT.size();
        values.addAll(Collections.nCopies(empty, ""));
        values.add(rejection.reason().label());
        values.add(rejection.detail());
        values.addAll(List.of("", ""));
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
