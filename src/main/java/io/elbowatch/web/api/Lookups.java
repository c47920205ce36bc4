package io.elbowatch.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Answers requests that read from Kafka on two threads of its own: those of the server stay free for probes and scrapes.
 * A limited number of requests waits.
 */
public final class Lookups implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int WAITING = 32;

    private final ThreadPoolExecutor threads;

    public Lookups() {
        AtomicInteger numbers = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "lookup-" + numbers.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Answers with JSON. */
    void json(Context context, Supplier<JsonNode> work) {
        answer(context, work, json -> JsonAnswer.send(context, json));
    }

    /** @param send takes what the work found, on one of these threads */
    <T> void answer(Context context, Supplier<T> work, Consumer<T> send) {
        context.future(() -> {
            try {
                return CompletableFuture.supplyAsync(work, threads).thenAccept(send);
            } catch (RejectedExecutionException e) {
                throw new ApiRefusal(503, "too many ask for records at once", "ask again in a few seconds");
            }
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
