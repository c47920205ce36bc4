package io.elbowatch.stream.batch;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One work thread for each stream thread. It works on the batches of all tasks of its stream thread, one after the
 * other. It ends a few seconds after the last batch and does not keep the JVM alive.
 */
final class WorkThreads {
    private static final long IDLE_SECONDS = 5;

    private final String name;
    private final ThreadLocal<Executor> byThread = ThreadLocal.withInitial(this::newThread);

    WorkThreads(String name) {
        this.name = name;
    }

    /** The work thread of the calling thread. */
    Executor ofThisThread() {
        return byThread.get();
    }

    private Executor newThread() {
        String threadName = Thread.currentThread().getName() + "-" + name;
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, threadName);
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
