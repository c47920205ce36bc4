package io.elbowatch.core.evidence;

import io.elbowatch.Golden;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Thresholds;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The evidence of an anomalous image from the output of a second model run, and its picture. */
@State(Scope.Thread)
public class EvidenceBench {
    private static final int MAX_BYTES = 1 << 20;

    @Param({"fashion-mnist", "boards"})
    String bundle;

    private Golden golden;
    private double limit;
    private int next;

    @Setup
    public void open() {
        golden = Golden.of(bundle);
        limit = Thresholds.upper(golden.judge(), Score.LOCAL).value();
    }

    @Benchmark
    public Evidence.Pictured evidence() {
        next = (next + 1) % golden.size();
        return Evidence.of(
                golden.form(),
                limit,
                golden.images().get(next),
                golden.outputs().get(next));
    }

    @Benchmark
    public Optional<byte[]> evidenceAndPicture() {
        return evidence().picture().png(MAX_BYTES);
    }
}
