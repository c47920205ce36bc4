package io.elbowatch.core.verdict;

import io.elbowatch.Golden;
import io.elbowatch.core.elbo.ElboTerms;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The verdict from the terms, and its two expensive parts: the joint density of the features and the rank of a score.
 */
@State(Scope.Thread)
public class JudgeBench {
    @Param({"fashion-mnist", "boards"})
    String bundle;

    private Judge judge;
    private List<ElboTerms> terms;
    private List<Verdict> verdicts;
    private int next;

    @Setup
    public void open() {
        Golden golden = Golden.of(bundle);
        judge = golden.judge();
        terms = golden.terms();
        verdicts = golden.verdicts();
    }

    @Benchmark
    public Verdict judge() {
        return judge.judge(terms.get(inTurn()));
    }

    @Benchmark
    public double density() {
        return judge.calibration().mixture().density(terms.get(inTurn()).features());
    }

    @Benchmark
    public double pValue() {
        return judge.calibration().pValue(Score.LOCAL, verdicts.get(inTurn()).score(Score.LOCAL));
    }

    private int inTurn() {
        next = (next + 1) % terms.size();
        return next;
    }
}
