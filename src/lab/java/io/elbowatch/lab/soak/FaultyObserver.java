package io.elbowatch.lab.soak;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.flow.ImageOrigin;
import io.elbowatch.stream.flow.ScoringObserver;

/** An observer that breaks its contract and throws, when its hook says so: that is how an exception gets into decoding and forwarding. */
final class FaultyObserver implements ScoringObserver {
    private static final int IN_THE_MIDDLE = 3;

    private final FaultHook hook;
    private final ThreadLocal<int[]> forwarded = ThreadLocal.withInitial(() -> new int[1]); // [1], of the batch

    FaultyObserver(FaultHook hook) {
        this.hook = hook;
    }

    @Override
    public void decoded(long nanos) {
        hook.throwIfArmed(FaultKind.DECODE_THROWS);
    }

    @Override
    public void scoredBatch(FlushReason reason, int images, long inferenceNanos) {
        forwarded.get()[0] = 0;
    }

    @Override
    public void scored(ImageOrigin origin, ElboTerms terms, Verdict verdict, long ageMillis) {
        if (++forwarded.get()[0] >= IN_THE_MIDDLE) {
            hook.throwIfArmed(FaultKind.FORWARD_THROWS);
        }
    }
}
