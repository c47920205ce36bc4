package io.elbowatch.stream.batch;

import io.elbowatch.stream.batch.BatchWork.Leaving;
import io.elbowatch.stream.batch.BatchWork.Waiting;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The batch of one stream thread. All tasks of the thread fill it together, so eight partitions with little load make
 * one batch instead of eight. The work is closed with the last task.
 *
 * @param <V> value of the records that come in
 */
final class ThreadBatch<V> {
    private final BatchWork<V> work;
    private final Optional<Executor> workThread;
    private final LossFreeBuffer<Waiting<V>, Leaving> buffer;
    private final Runnable onClose;

    /** @param workThread works on a batch while the next one fills; empty where the stream thread does the work */
    ThreadBatch(BatchLimits limits, BatchWork<V> work, Optional<Executor> workThread, Runnable onClose) {
        this.work = work;
        this.workThread = workThread;
        this.buffer = new LossFreeBuffer<>(
                limits,
                waiting -> work.bytes(waiting.record().value()),
                waiting -> work.group(waiting.record().value()),
                work::apply);
        this.onClose = onClose;
    }

    /** Opens the lane of one task. */
    Lane open(Consumer<Leaving> forward) {
        return new Lane(buffer.open(forward));
    }

    private void reportWaiting() {
        work.waiting(buffer.waiting(), buffer.waitingBytes());
    }

    /** The records of one task in the batch. */
    final class Lane {
        private final LossFreeBuffer<Waiting<V>, Leaving>.Lane lane;

        private Lane(LossFreeBuffer<Waiting<V>, Leaving>.Lane lane) {
            this.lane = lane;
        }

        /** Forwards the results that are there, adds a record that came now, and works on the batch if it is due. */
        void add(Waiting<V> waiting, long nowMillis) {
            lane.collect();
            lane.add(waiting, nowMillis);
            if (!workIfDue(nowMillis)) {
                reportWaiting();
            }
        }

        /** Forwards the results that are there, and works on the batch if it is due. */
        void tick(long nowMillis) {
            lane.collect();
            workIfDue(nowMillis);
        }

        /** Forwards the results of all records of this task, or throws. */
        void flush() {
            lane.flush(FlushReason.COMMIT);
            reportWaiting();
        }

        boolean isEmpty() {
            return lane.isEmpty();
        }

        /** Drops what is left of this task. */
        void close() {
            lane.close();
            reportWaiting();
            if (!buffer.hasLanes()) {
                onClose.run();
                work.close();
            }
        }

        private boolean workIfDue(long nowMillis) {
            Optional<FlushReason> reason = buffer.due(nowMillis);
            if (reason.isEmpty()) {
                return false;
            }
            if (workThread.isPresent()) {
                lane.begin(reason.get(), workThread.get());
            } else {
                lane.flush(reason.get());
            }
            reportWaiting();
            return true;
        }
    }
}
