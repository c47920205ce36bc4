package io.elbowatch.lab.bench.throughput;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.function.Predicate;

/**
 * What some threads and the whole process have used up to a moment; the difference of two moments is what lies between.
 *
 * @param wallNanos of a clock that starts anywhere
 * @param threadCpuNanos of the chosen threads
 * @param processCpuNanos of all threads, the broker's, the JIT's and the collector's among them
 * @param allocatedBytes of the chosen threads
 */
record Usage(long wallNanos, long threadCpuNanos, long processCpuNanos, long allocatedBytes) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Of all living threads with such names. */
    static Usage of(Predicate<String> threadName) {
        long cpuNanos = 0;
        long bytes = 0;
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && threadName.test(thread.getThreadName())) {
                // -1 of one that has just ended
                cpuNanos += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
                bytes += Math.max(0, THREADS.getThreadAllocatedBytes(thread.getThreadId()));
            }
        }
        return new Usage(System.nanoTime(), cpuNanos, SYSTEM.getProcessCpuTime(), bytes);
    }

    /** Of the thread that asks. */
    static Usage ofThisThread() {
        return new Usage(
                System.nanoTime(),
                THREADS.getCurrentThreadCpuTime(),
                SYSTEM.getProcessCpuTime(),
                THREADS.getCurrentThreadAllocatedBytes());
    }

    Usage since(Usage earlier) {
        return new Usage(
                wallNanos - earlier.wallNanos,
                threadCpuNanos - earlier.threadCpuNanos,
                processCpuNanos - earlier.processCpuNanos,
                allocatedBytes - earlier.allocatedBytes);
    }

    /** Both threads' together, where they ran at the same time. */
    Usage beside(Usage other) {
        return new Usage(
                Math.max(wallNanos, other.wallNanos),
                threadCpuNanos + other.threadCpuNanos,
                Math.max(processCpuNanos, other.processCpuNanos),
                allocatedBytes + other.allocatedBytes);
    }
}
