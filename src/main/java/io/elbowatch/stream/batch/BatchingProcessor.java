package io.elbowatch.stream.batch;

import io.elbowatch.stream.batch.BatchWork.Held;
import io.elbowatch.stream.batch.BatchWork.Outgoing;
import io.elbowatch.stream.batch.PreCommitHook.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Holds records back to work on them together, and loses none: whatever is held has left before Kafka Streams commits the
 * offsets that say it was processed. Each record leaves under its own coordinates, headers and timestamp, in order.
 *
 * @param <V> value of the records that come in
 */
final class BatchingProcessor<V> implements Processor<byte[], V, byte[], Object>, PreCommitHook.Owner {
    private final String hookName;
    private final BatchLimits limits;
    private final BatchWork<V> work;
    private final LossFreeBuffer<Entry<V>, Ready> buffer;
    private final Optional<WorkThreads> beside;

    private ProcessorContext<byte[], Object> context;
    private PreCommitHook hook;

    private record Entry<V>(Held<V> held, Origin origin) {}

    private record Ready(Outgoing outgoing, Origin origin) {}

    /** @param beside on which batches are worked on while the next fills; empty where the stream thread does it all */
    BatchingProcessor(String hookName, BatchLimits limits, BatchWork<V> work, Optional<WorkThreads> beside) {
        this.hookName = hookName;
        this.limits = limits;
        this.work = work;
        this.beside = beside;
        this.buffer = new LossFreeBuffer<>(limits, this::workOn, this::forward);
    }

    @Override
    public void init(ProcessorContext<byte[], Object> processorContext) {
        context = processorContext;
        hook = context.getStateStore(hookName);
        hook.attach(context, this);
        clear();
        Duration tick = Duration.ofMillis(Math.max(1, limits.linger().toMillis() / 2));
        context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte[], V> record) {
        Held<V> held = new Held<>(record, context.recordMetadata().orElseThrow());
        long nowMillis = context.currentSystemTimeMs();
        buffer.collect();
        buffer.add(new Entry<>(held, hook.origin()), work.bytes(record.value()), nowMillis);
        tellWhatWaits();
        flushIfDue(nowMillis);
    }

    @Override
    public void beforeCommit() {
        flush(FlushReason.COMMIT);
    }

    @Override
    public boolean holdsNothing() {
        return buffer.isEmpty();
    }

    /** Forgets what is held: a clean close has committed it before, after any other Kafka gives it again. */
    @Override
    public void close() {
        clear();
        work.close();
    }

    private void tick(long nowMillis) {
        buffer.collect();
        flushIfDue(nowMillis);
    }

    private void flushIfDue(long nowMillis) {
        buffer.due(nowMillis).ifPresent(reason -> {
            if (beside.isPresent()) {
                buffer.begin(reason, beside.get().ofThisThread());
                tellWhatWaits();
            } else {
                flush(reason);
            }
        });
    }

    private void flush(FlushReason reason) {
        buffer.flush(reason);
        tellWhatWaits();
    }

    private void clear() {
        buffer.clear();
        tellWhatWaits();
    }

    private void tellWhatWaits() {
        work.holds(buffer.waiting(), buffer.waitingBytes());
    }

    private List<Ready> workOn(List<Entry<V>> batch, FlushReason reason) {
        List<Outgoing> outgoing = work.apply(batch.stream().map(Entry::held).toList(), reason);
        return IntStream.range(0, outgoing.size())
                .mapToObj(i -> new Ready(outgoing.get(i), batch.get(i).origin()))
                .toList();
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
