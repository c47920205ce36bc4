package io.elbowatch.stream.lookup;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.KafkaFailure;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;

/**
 * One consumer for many threads, one after another. A limited number of them waits, for a limited time. After a failure
 * the next one gets a new consumer. Between two uses nothing is assigned, so nothing is read.
 */
final class SideReads implements AutoCloseable {
    static final int MAX_WAITING = 16;
    private static final long MAX_WAIT_SECONDS = 10;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final String bootstrapServers;
    private final ReentrantLock turn = new ReentrantLock(true);
    private Consumer<byte[], byte[]> consumer; // null before the first use and after a failure
    private boolean closed;

    SideReads(Supplier<Consumer<byte[], byte[]>> consumers, String bootstrapServers) {
        this.consumers = consumers;
        this.bootstrapServers = bootstrapServers;
    }

    /** @param doing what is tried, as in "cannot ..." */
    <T> T use(String doing, Function<Consumer<byte[], byte[]>, T> work) {
        take();
        try {
            if (closed) {
                throw new Refusal("cannot " + doing + ": this instance stops", "ask another one");
            }
            if (consumer == null) {
                consumer = consumers.get();
            }
            try {
                return work.apply(consumer);
            } finally {
                consumer.assign(Set.of()); // also after a failure that is not Kafka's, which keeps the consumer
            }
        } catch (KafkaException e) {
            drop();
            throw KafkaFailure.refusal(doing, bootstrapServers, e);
        } finally {
            turn.unlock();
        }
    }

    private void take() {
        try {
            if (turn.getQueueLength() < MAX_WAITING && turn.tryLock(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Refusal("too many ask for records at once", "ask again in a few seconds");
    }

    private void drop() {
        if (consumer != null) {
            Consumer<byte[], byte[]> gone = consumer;
            consumer = null;
            gone.close();
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            drop();
        } finally {
            turn.unlock();
        }
    }
}
