package io.elbowatch.stream.batch;

/**
 * Which of a thread's ticks are followed by a commit. A tick that is late because the commit before took longer than the interval is not, nor
 * is another before nearly an interval has passed: else a thread with a slow broker would do nothing but commit. Never are two
 * passed over in a row without the time having passed, so a thread whose every tick is late commits too.
 */
final class CommitPace {
    /** Where commits are so rare, none is in the way of the next. */
    private static final long LONGEST_MILLIS = 1_000;

    private final long everyMillis;
    private final long phaseMillis;
    private long decidedTick = Long.MIN_VALUE;
    private boolean due;
    private long notBeforeMillis;

    CommitPace(long everyMillis, long phaseMillis) {
        this.everyMillis = everyMillis;
        this.phaseMillis = phaseMillis;
    }

    /** Whether to get ready at this tick: the same for all tasks that ask for it. */
    boolean isDue(long nowMillis) {
        long sinceFirst = nowMillis - phaseMillis;
        long tick = Math.floorDiv(sinceFirst, everyMillis);
        if (tick != decidedTick) {
            boolean late = everyMillis <= LONGEST_MILLIS && Math.floorMod(sinceFirst, everyMillis) > everyMillis / 4;
            if (due && late) {
                notBeforeMillis = nowMillis + everyMillis - everyMillis / 10;
            }
            due = nowMillis >= notBeforeMillis || notBeforeMillis - nowMillis > everyMillis;
            decidedTick = tick;
        }
        return due;
    }
}
