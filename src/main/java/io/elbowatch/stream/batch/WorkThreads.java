package io.elbowatch.stream.batch;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread beside each stream thread, on which the batches of all its tasks are worked on, one after the other. It ends by itself a
 * few seconds after the last, and never keeps the JVM alive.
 */
final class WorkThreads {
    private static final long IDLE_SECONDS = 5;

    private final String name;
    private final ThreadLocal<Executor> ofThread = ThreadLocal.withInitial(this::newThread);

    WorkThreads(String name) {
        this.name = name;
    }

    /** That of the thread which calls. */
    Executor ofThisThread() {
        return ofThread.get();
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
