package io.elbowatch.stream.batch;

/**
 * Which of a thread's ticks are followed by a commit: those that come when it has worked for half an interval since the commit before. Ticks do
 * not wait for the end of a commit: a thread whose commits take longer than the interval would do nothing else.
 */
final class CommitPace {
    private static final long NOT_YET = Long.MIN_VALUE;

    private final long everyMillis;
    private final long phaseMillis;
    private long decidedTick = Long.MIN_VALUE;
    private boolean due;
    private long workingSinceMillis = NOT_YET;

    CommitPace(long everyMillis, long phaseMillis) {
        this.everyMillis = everyMillis;
        this.phaseMillis = phaseMillis;
    }

    /** A record is being processed. */
    void works(long nowMillis) {
        if (workingSinceMillis == NOT_YET) {
            workingSinceMillis = nowMillis;
        }
    }

    /** Whether to get ready at this tick: the same for all tasks that ask for it. */
    boolean isDue(long nowMillis) {
        long tick = Math.floorDiv(nowMillis - phaseMillis, everyMillis);
        if (tick != decidedTick) {
            decidedTick = tick;
            long workedMillis = nowMillis - workingSinceMillis;
            // The wall clock may have been set back.
            due = workingSinceMillis == NOT_YET || workedMillis >= everyMillis / 2 || workedMillis < 0;
            if (due) {
                workingSinceMillis = NOT_YET;
            }
        }
        return due;
    }
}
