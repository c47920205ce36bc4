package io.elbowatch.stream.batch;

import io.elbowatch.stream.batch.BatchWork.Leaving;
import io.elbowatch.stream.batch.BatchWork.Waiting;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The processor of one task. It holds records back until they are worked on together with those of the other tasks of
 * its thread. It loses none: all of them have left before Kafka Streams commits their offsets. {@link BatchWork} is the
 * contract.
 *
 * @param <V> value of the records that come in
 */
final class BatchingProcessor<V> implements Processor<byte[], V, byte[], Object>, PreCommitHook.Owner {
    private final String hookName;
    private final ThreadBatches<V> batches;
    private final CommitTicks commits;

    private ProcessorContext<byte[], Object> context;
    private PreCommitHook hook;
    private ThreadBatch<V>.Lane lane; // null while the task is not open

    BatchingProcessor(String hookName, ThreadBatches<V> batches, CommitTicks commits) {
        this.hookName = hookName;
        this.batches = batches;
        this.commits = commits;
    }

    /** A task that is initialised again holds nothing: Kafka delivers again what was not committed. */
    @Override
    public void init(ProcessorContext<byte[], Object> processorContext) {
        close();
        context = processorContext;
        hook = context.getStateStore(hookName);
        hook.attach(context, this);
        lane = batches.ofThisThread().open(this::forward);
        Duration tick = Duration.ofMillis(Math.max(1, batches.limits().linger().toMillis() / 2));
        // All tasks of a thread tick at the same time: after each tick Kafka Streams checks its tasks earlier,
        // instead of processing records.
        context.schedule(Instant.EPOCH, tick, PunctuationType.WALL_CLOCK_TIME, nowMillis -> lane.tick(nowMillis));
        commits.schedule(context, hook::flushAhead);
    }

    @Override
    public void process(Record<byte[], V> record) {
        lane.add(new Waiting<>(record, hook.coordinates()), context.currentSystemTimeMs());
    }

    @Override
    public void beforeCommit() {
        if (lane != null) {
            lane.flush();
        }
    }

    @Override
    public boolean holdsNothing() {
        return lane == null || lane.isEmpty();
    }

    /** Drops what is held: a clean close has committed before, after any other close Kafka delivers it again. */
    @Override
    public void close() {
        if (lane != null) {
            lane.close();
            lane = null;
        }
    }

    private void forward(Leaving leaving) {
        try {
            hook.forward(leaving.coordinates(), context, widened(leaving.record()), leaving.child());
        } catch (TimeoutException e) {
            // After this exception Kafka Streams would process the current record again and commit the results that
            // were already forwarded (261 of 28,517 images were doubled). The thread must end, and its transaction
            // with it.
            throw new StreamsException("timed out while forwarding a batch", e);
        }
    }

    @SuppressWarnings("unchecked") // only children read a record
    private static Record<byte[], Object> widened(Record<byte[], ?> record) {
        return (Record<byte[], Object>) record;
    }
}
