package io.elbowatch.lab.bench.throughput;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.function.Predicate;

/**
 * What some threads and the whole process have used up to a moment. The difference of two moments is the use in
 * between.
 *
 * @param wallNanos wall clock with an arbitrary origin
 * @param threadCpuNanos of the chosen threads
 * @param processCpuNanos of all threads, including broker, JIT compiler and garbage collector
 * @param allocatedBytes of the chosen threads
 */
record Usage(long wallNanos, long threadCpuNanos, long processCpuNanos, long allocatedBytes) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** The usage of all live threads with matching names. */
    static Usage of(Predicate<String> threadName) {
        long cpuNanos = 0;
        long bytes = 0;
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && threadName.test(thread.getThreadName())) {
                // -1 for a thread that has just ended
                cpuNanos += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
                bytes += Math.max(0, THREADS.getThreadAllocatedBytes(thread.getThreadId()));
            }
        }
        return new Usage(System.nanoTime(), cpuNanos, SYSTEM.getProcessCpuTime(), bytes);
    }

    /** The usage of the current thread. */
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

    /** The sum of two threads that ran at the same time. */
    Usage inParallelWith(Usage other) {
        return new Usage(
                Math.max(wallNanos, other.wallNanos),
                threadCpuNanos + other.threadCpuNanos,
                Math.max(processCpuNanos, other.processCpuNanos),
                allocatedBytes + other.allocatedBytes);
    }
}
