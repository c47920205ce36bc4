package io.elbowatch.lab.soak;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ForwardingModel;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A model that fails or stalls when its hook says so, and scores as the one that it wraps otherwise. */
final class FaultyModel extends ForwardingModel {
    private final FaultHook hook;
    private final Duration pollStall;
    private final Duration transactionStall;

    /** @param pollStall longer than a thread may go without polling @param transactionStall longer than a transaction may last */
    FaultyModel(ImageModel model, FaultHook hook, Duration pollStall, Duration transactionStall) {
        super(model);
        this.hook = hook;
        this.pollStall = pollStall;
        this.transactionStall = transactionStall;
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
            if (broken || hook.goesOff(FaultKind.MODEL_BREAKS)) {
                broken = true;
                throw new IllegalStateException("injected: the model of this thread is broken for good");
            }
            hook.throwIfArmed(FaultKind.MODEL_FAILS_ONCE);
            if (hook.goesOff(FaultKind.STALL_PAST_POLL)) {
                stall(pollStall);
            }
            if (hook.goesOff(FaultKind.STALL_PAST_TRANSACTION)) {
                stall(transactionStall);
            }
            return super.score(images);
        }

        /** An interrupt does not end it: native code would not hear of one either. */
        private static void stall(Duration length) {
            long end = System.nanoTime() + length.toNanos();
            for (long left = length.toNanos(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }
}
