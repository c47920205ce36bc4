package io.elbowatch.lab.bench.throughput;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The hand-written alternative to Kafka Streams: a loop of consumer, model and transactional producer in each thread.
 * The first failure ends its thread.
 */
final class PlainLoop implements Flow {
    private static final String NAME = "-loop-";

    private final String application;
    private final List<PlainLoopWork> works;
    private final List<Thread> threads;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    PlainLoop(FlowTask task) {
        application = task.application();
        works = IntStream.range(0, task.threads())
                .mapToObj(i -> new PlainLoopWork(task, application + NAME + i))
                .toList();
        threads = IntStream.range(0, task.threads())
                .mapToObj(i -> new Thread(() -> run(works.get(i)), application + NAME + i))
                .toList();
        threads.forEach(Thread::start);
    }

    private void run(PlainLoopWork work) {
        try (work) {
            work.run();
        } catch (WakeupException e) {
            // stop() was called
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    @Override
    public boolean isScoring(String threadName) {
        return threadName.startsWith(application + NAME);
    }

    @Override
    public Optional<Throwable> endedBy() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        works.forEach(PlainLoopWork::stop);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
