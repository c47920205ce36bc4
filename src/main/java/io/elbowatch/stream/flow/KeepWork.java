package io.elbowatch.stream.flow;

import io.elbowatch.stream.batch.BatchWork;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.storage.Storage;
import java.util.List;

/** Lets records leave once their values are in the store. Where the store is away for too long, nothing of them is committed. */
record KeepWork(Storage storage) implements BatchWork<Kept> {

    @Override
    public long bytes(Kept kept) {
        return kept.bytes();
    }

    @Override
    public void waiting(int records, long bytes) {
        // the storage counts what it writes
    }

    @Override
    public List<Leaving> apply(List<Waiting<Kept>> batch, FlushReason reason) {
        storage.await(batch.stream()
                .flatMap(waiting -> waiting.record().value().write().stream())
                .toList());
        return batch.stream()
                .map(waiting -> waiting.to(
                        waiting.record().value().sink(),
                        waiting.record().value().record()))
                .toList();
    }

    @Override
    public void close() {
        // each task drops what it has begun
    }
}
