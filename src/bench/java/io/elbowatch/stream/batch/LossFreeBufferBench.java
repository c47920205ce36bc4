package io.elbowatch.stream.batch;

import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The bookkeeping of a batch of 64 images without work and without forwarding. One image is one operation. */
@State(Scope.Thread)
public class LossFreeBufferBench {
    private static final int IMAGES = 64;

    private final Object item = new Object();
    private Blackhole forwarded;
    private final LossFreeBuffer<Object, Object> buffer = new LossFreeBuffer<>(
            new BatchLimits(IMAGES, 64 << 20, Duration.ofMillis(50)),
            item -> 784,
            item -> this,
            (items, reason) -> items);
    private final LossFreeBuffer<Object, Object>.Lane lane = buffer.open(done -> forwarded.consume(done));

    @Benchmark
    @OperationsPerInvocation(IMAGES)
    public void addAndFlush(Blackhole blackhole) {
        forwarded = blackhole;
        for (int i = 0; i < IMAGES; i++) {
            lane.collect();
            lane.add(item, i / 8);
            buffer.due(i / 8).ifPresent(lane::flush);
        }
    }
}
