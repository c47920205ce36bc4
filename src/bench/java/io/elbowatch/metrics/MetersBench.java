package io.elbowatch.metrics;

import io.elbowatch.Golden;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.flow.ImageOrigin;
import io.elbowatch.stream.flow.ScoringObserver;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The observer calls for one normal image, from its arrival to its score. At most one such image per second becomes an
 * exemplar.
 */
@State(Scope.Thread)
public class MetersBench {
    private static final int CAMERAS = 100;

    private Metrics metrics;
    private ScoringObserver observer;
    private final List<ImageOrigin> origins = new ArrayList<>();
    private final List<ElboTerms> terms = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private int next;

    @Setup
    public void open() {
        Golden golden = Golden.of("boards");
        metrics = new Metrics(golden.model(), golden.judge());
        observer = metrics.observer();
        for (int i = 0; i < golden.size(); i++) {
            Verdict verdict = golden.verdicts().get(i);
            if (!verdict.anomalous()) {
                terms.add(golden.terms().get(i));
                verdicts.add(verdict);
            }
        }
        for (int i = 0; i < CAMERAS; i++) {
            origins.add(new ImageOrigin(("camera-" + i).getBytes(UTF_8), "images", i % 8, i));
        }
    }

    @TearDown
    public void close() {
        metrics.close();
    }

    @Benchmark
    public void image() {
        observer.received(784);
        observer.decoded(1_000);
        observer.waiting(1, 784);
        scored();
        observer.waiting(-1, -784);
    }

    @Benchmark
    public void scored() {
        next++;
        int i = next % verdicts.size();
        observer.scored(origins.get(next % CAMERAS), terms.get(i), verdicts.get(i), 60);
    }
}
