package io.elbowatch.stream.batch;

import io.elbowatch.stream.batch.BatchWork.Held;
import io.elbowatch.stream.batch.BatchWork.Outgoing;
import io.elbowatch.stream.batch.PreCommitHook.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The batch of one stream thread, which all of its tasks fill together: eight thin partitions make one batch, and not eight. The work is
 * closed with the last task.
 *
 * @param <V> value of the records that come in
 */
final class ThreadBatch<V> {
    private final BatchWork<V> work;
    private final Optional<Executor> beside;
    private final LossFreeBuffer<Entry<V>, Ready> buffer;
    private final Runnable whenClosed;

    /** A record held back, and where it came from. */
    record Entry<V>(Held<V> held, Origin origin) {}

    /** A result, and where its record came from. */
    record Ready(Outgoing outgoing, Origin origin) {}

    /** @param beside works on batches while the next fills; empty where the stream thread does it all */
    ThreadBatch(BatchLimits limits, BatchWork<V> work, Optional<Executor> beside, Runnable whenClosed) {
        this.work = work;
        this.beside = beside;
        this.buffer = new LossFreeBuffer<>(limits, this::workOn);
        this.whenClosed = whenClosed;
    }

    Share join(Consumer<Ready> forward) {
        return new Share(buffer.open(forward));
    }

    private List<Ready> workOn(List<Entry<V>> batch, FlushReason reason) {
        List<Held<V>> held = new ArrayList<>(batch.size());
        for (Entry<V> entry : batch) {
            held.add(entry.held());
        }
        List<Outgoing> outgoing = work.apply(held, reason);
        List<Ready> ready = new ArrayList<>(outgoing.size());
        for (int i = 0; i < outgoing.size(); i++) {
            ready.add(new Ready(outgoing.get(i), batch.get(i).origin()));
        }
        return ready;
    }

    private void tellWhatWaits() {
        work.holds(buffer.waiting(), buffer.waitingBytes());
    }

    /** What one task has in the batch. */
    final class Share {
        private final LossFreeBuffer<Entry<V>, Ready>.Lane lane;

        private Share(LossFreeBuffer<Entry<V>, Ready>.Lane lane) {
            this.lane = lane;
        }

        /** Takes a record that came now, after what is done has left; works on the batch when it is due. */
        void add(Held<V> held, Origin origin, long nowMillis) {
            lane.collect();
            lane.add(new Entry<>(held, origin), work.bytes(held.record().value()), nowMillis);
            if (!workWhenDue(nowMillis)) {
                tellWhatWaits();
            }
        }

        /** Lets go what is done, and works on the batch when it is due. */
        void tick(long nowMillis) {
            lane.collect();
            workWhenDue(nowMillis);
        }

        /** Lets everything of this task go, or throws. */
        void flush() {
            lane.flush(FlushReason.COMMIT);
            tellWhatWaits();
        }

        boolean isEmpty() {
            return lane.isEmpty();
        }

        /** Forgets what is left of this task. */
        void leave() {
            lane.close();
            tellWhatWaits();
            if (!buffer.hasLanes()) {
                whenClosed.run();
                work.close();
            }
        }

        private boolean workWhenDue(long nowMillis) {
            Optional<FlushReason> reason = buffer.due(nowMillis);
            if (reason.isEmpty()) {
                return false;
            }
            if (beside.isPresent()) {
                lane.begin(reason.get(), beside.get());
            } else {
                lane.flush(reason.get());
            }
            tellWhatWaits();
            return true;
        }
    }
}
