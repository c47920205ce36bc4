package io.elbowatch.testing.hostile;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a piece of work cost this thread: its own time on a processor, not that of a clock, and what it allocated on the heap. Neither is
 * changed by what else a machine does.
 */
public record Effort(long cpuMillis, long allocatedBytes) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    public static Effort of(Runnable work) {
        long cpuNanos = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return new Effort(
                (THREADS.getCurrentThreadCpuTime() - cpuNanos) / 1_000_000,
                THREADS.getCurrentThreadAllocatedBytes() - bytes);
    }

    public Effort max(Effort other) {
        return new Effort(Math.max(cpuMillis, other.cpuMillis), Math.max(allocatedBytes, other.allocatedBytes));
    }
}
