package io.elbowatch.stream.batch;

import io.elbowatch.stream.batch.BatchWork.Held;
import io.elbowatch.stream.batch.ThreadBatch.Ready;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Holds records of one task back to work on them together with those of the other tasks of its thread, and loses none: whatever is held has left
 * before Kafka Streams commits the offsets that say it was processed. Each record leaves under its own coordinates, headers and timestamp,
 * in order.
 *
 * @param <V> value of the records that come in
 */
final class BatchingProcessor<V> implements Processor<byte[], V, byte[], Object>, PreCommitHook.Owner {
    private final String hookName;
    private final ThreadBatches<V> batches;
    private final CommitTicks commits;

    private ProcessorContext<byte[], Object> context;
    private PreCommitHook hook;
    private ThreadBatch<V>.Share share; // null where the task is not open

    BatchingProcessor(String hookName, ThreadBatches<V> batches, CommitTicks commits) {
        this.hookName = hookName;
        this.batches = batches;
        this.commits = commits;
    }

    /** A task that is opened anew holds nothing: what was not committed comes again. */
    @Override
    public void init(ProcessorContext<byte[], Object> processorContext) {
        close();
        context = processorContext;
        hook = context.getStateStore(hookName);
        hook.attach(context, this);
        share = batches.ofThisThread().join(this::forward);
        Duration tick = Duration.ofMillis(Math.max(1, batches.limits().linger().toMillis() / 2));
        // All tasks of a thread tick at once: every tick has Kafka Streams look after its tasks, instead of processing,
        // all the sooner.
        context.schedule(Instant.EPOCH, tick, PunctuationType.WALL_CLOCK_TIME, nowMillis -> share.tick(nowMillis));
        commits.schedule(context, hook::getReady);
    }

    @Override
    public void process(Record<byte[], V> record) {
        Held<V> held = new Held<>(record, context.recordMetadata().orElseThrow());
        share.add(held, hook.origin(), context.currentSystemTimeMs());
    }

    @Override
    public void beforeCommit() {
        if (share != null) {
            share.flush();
        }
    }

    @Override
    public boolean holdsNothing() {
        return share == null || share.isEmpty();
    }

    /** Forgets what is held: a clean close has committed it before, after any other Kafka gives it again. */
    @Override
    public void close() {
        if (share != null) {
            share.leave();
            share = null;
        }
    }

    private void forward(Ready ready) {
        try {
            hook.forward(
                    ready.origin(),
                    context,
                    widened(ready.outgoing().record()),
                    ready.outgoing().child());
        } catch (TimeoutException e) {
            // Kafka Streams would process the current record again and commit what was already forwarded of the batch
            // (261 doubled of 28,517): the thread must end, and the transaction with it.
            throw new StreamsException("timed out while forwarding a batch", e);
        }
    }

    @SuppressWarnings("unchecked") // a record is read by its children only
    private static Record<byte[], Object> widened(Record<byte[], ?> record) {
        return (Record<byte[], Object>) record;
    }
}
