package io.elbowatch.core.drift;

import io.elbowatch.Golden;
import io.elbowatch.core.verdict.Verdict;
import java.time.Clock;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Adds the scores of an image to those of the last minutes. */
@State(Scope.Thread)
public class DriftBench {
    private ScoreDrift drift;
    private List<Verdict> verdicts;
    private int next;

    @Setup
    public void open() {
        Golden golden = Golden.of("boards");
        drift = new ScoreDrift(golden.judge().calibration(), Clock.systemUTC());
        verdicts = golden.verdicts();
    }

    @Benchmark
    public void add() {
        next = (next + 1) % verdicts.size();
        drift.add(verdicts.get(next));
    }
}
