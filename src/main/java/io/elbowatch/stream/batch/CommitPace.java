package io.elbowatch.stream.batch;

/**
 * Decides which ticks of a stream thread lead to a commit: those at which it has worked for at least half an interval
 * since the last commit. Ticks do not wait for the end of a commit. Without this rule, a thread whose commits take
 * longer than the interval would only commit.
 */
final class CommitPace {
    private static final long NOT_YET = Long.MIN_VALUE;

    private final long everyMillis;
    private final long phaseMillis;
    private long decidedTick = NOT_YET;
    private boolean due;
    private long workingSinceMillis = NOT_YET;

    CommitPace(long everyMillis, long phaseMillis) {
        this.everyMillis = everyMillis;
        this.phaseMillis = phaseMillis;
    }

    /** A record is processed now. */
    void working(long nowMillis) {
        if (workingSinceMillis == NOT_YET) {
            workingSinceMillis = nowMillis;
        }
    }

    /** Whether this tick leads to a commit; the same answer for all tasks of the thread. */
    boolean isDue(long nowMillis) {
        long tick = Math.floorDiv(nowMillis - phaseMillis, everyMillis);
        if (tick != decidedTick) {
            decidedTick = tick;
            long workedMillis = nowMillis - workingSinceMillis;
            // Negative when the wall clock was set back.
            due = workingSinceMillis == NOT_YET || workedMillis >= everyMillis / 2 || workedMillis < 0;
            if (due) {
                workingSinceMillis = NOT_YET;
            }
        }
        return due;
    }
}
