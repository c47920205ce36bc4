package io.elbowatch.lab.soak;

import io.elbowatch.core.Labelled;

/** What is done to the scorers and to their cluster. */
public enum FaultKind implements Labelled {
    /** kill -9 of a scorer; another takes its place. */
    KILL(Target.SCORER),
    /** SIGTERM of a scorer; another takes its place. */
    TERMINATE(Target.SCORER),
    /** A scorer closes its stream by itself; another takes its place. */
    CLOSE(Target.HOOK),
    /** An exception while an image is decoded. */
    DECODE_THROWS(Target.HOOK),
    /** The model of one stream thread fails from now on. */
    MODEL_BREAKS(Target.HOOK),
    /** The model fails on one batch, and on none of its images alone. */
    MODEL_FAILS_ONCE(Target.HOOK),
    /** An exception when a part of a batch has been forwarded. */
    FORWARD_THROWS(Target.HOOK),
    /** The model takes longer than {@code max.poll.interval.ms}. */
    STALL_PAST_POLL(Target.HOOK),
    /** The model takes longer than {@code transaction.timeout.ms}. */
    STALL_PAST_TRANSACTION(Target.HOOK),
    /** SIGSTOP of a scorer, for the group as if its network were gone, and SIGCONT. */
    PAUSE(Target.SCORER),
    /** A third scorer joins, two leave, one comes back. */
    SCALE(Target.SCORER),
    /** A scorer is started again with another α. */
    ANOTHER_ALPHA(Target.SCORER),
    /** A scorer is started again with another version of its bundle, whose scores are the same. */
    ANOTHER_VERSION(Target.SCORER),
    /** The leader of a partition of the images is stopped, and started again. */
    BROKER_OF_INPUT(Target.CLUSTER),
    /** The leader of a partition of the scores is stopped, and started again. */
    BROKER_OF_OUTPUT(Target.CLUSTER),
    /** The leader of a partition of the transactions' log is stopped, and started again. */
    BROKER_OF_TRANSACTIONS(Target.CLUSTER),
    /** A quota lets the scorers write less than they have to. */
    QUOTA(Target.CLUSTER),
    /** The scores topic takes no record of a score's size. */
    OUTPUT_REFUSES(Target.CLUSTER);

    /** Whom a fault is done to. */
    enum Target {
        /** A process, whichever program runs in it. */
        SCORER,
        /** A process that has a hook for faults. */
        HOOK,
        CLUSTER
    }

    private final Target target;

    FaultKind(Target target) {
        this.target = target;
    }

    Target target() {
        return target;
    }

    @Override
    public String label() {
        return Labelled.super.label().replace('_', '-');
    }
}
