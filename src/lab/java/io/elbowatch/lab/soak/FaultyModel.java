package io.elbowatch.lab.soak;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.lab.rig.ForwardingModel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A model that fails or stalls when a fault is armed, and otherwise scores like the model that it wraps. */
final class FaultyModel extends ForwardingModel {
    private final FaultHook hook;

    FaultyModel(ImageModel model, FaultHook hook) {
        super(model);
        this.hook = hook;
    }

    @Override
    protected Scorer over(ImageScorer scorer) {
        return new FaultyScoring(scorer);
    }

    private final class FaultyScoring extends Scorer {
        private boolean broken;

        private FaultyScoring(ImageScorer scorer) {
            super(scorer);
        }

        @Override
        public List<ElboTerms> score(List<byte[]> images) {
            if (broken || hook.takeArmed(FaultKind.MODEL_BREAKS)) {
                broken = true;
                throw new IllegalStateException("injected: the model of this thread fails from now on");
            }
            hook.throwIfArmed(FaultKind.MODEL_FAILS_ONCE);
            if (hook.takeArmed(FaultKind.STALL_PAST_POLL)) {
                stall(ScorerSettings.POLL_STALL);
            }
            if (hook.takeArmed(FaultKind.STALL_PAST_TRANSACTION)) {
                stall(ScorerSettings.TRANSACTION_STALL);
            }
            return super.score(images);
        }

        /** An interrupt does not end the stall, as it would not end native code. */
        private static void stall(Duration length) {
            long end = System.nanoTime() + length.toNanos();
            for (long left = length.toNanos(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }
}
