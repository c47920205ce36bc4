package io.elbowatch.lab.soak;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.flow.ImageOrigin;
import io.elbowatch.stream.flow.ScoringObserver;

/**
 * An observer that violates its contract and throws when a fault is armed: this raises exceptions in decoding and
 * forwarding.
 */
final class FaultyObserver implements ScoringObserver {
    private static final int IN_THE_MIDDLE = 3; // images of a batch

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
