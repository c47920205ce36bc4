package io.elbowatch.stream.flow;

import io.elbowatch.core.Sha256;
import io.elbowatch.stream.storage.Storage;
import io.elbowatch.stream.storage.StoreAddress;
import io.elbowatch.stream.storage.Write;
import io.elbowatch.stream.wire.StoredValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Begins to write the values of one topic to the store. Each record goes on at once, to wait for that. */
final class KeepProcessor implements Processor<byte[], byte[], byte[], Object> {
    private final Storage storage;
    private final StoreAddress address;
    private final Kind kind;
    private final Deque<Write> begun = new ArrayDeque<>(); // and not seen to be done
    private ProcessorContext<byte[], Object> context;

    /**
     * What is kept.
     *
     * @param name begins the path of its objects
     * @param ending of the path
     * @param contentType of all objects; that of a rejected value is only what its producer says, and a browser would believe it
     * @param sink of its records
     */
    record Kind(String name, String ending, String contentType, String sink) {
        static final Kind EVIDENCE = new Kind("evidence", ".png", "image/png", NodeNames.EVIDENCE);
        static final Kind REJECTED = new Kind("rejected", "", "application/octet-stream", NodeNames.REJECTED);
    }

    KeepProcessor(Storage storage, StoreAddress address, Kind kind) {
        this.storage = storage;
        this.address = address;
        this.kind = kind;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            context.forward(record.withValue(new Kept(record, kind.sink(), Optional.empty())), NodeNames.KEEP);
            return;
        }
        String sha256 = Sha256.hex(value);
        String uri = address.of(StoredValue.path(kind.name(), record, sha256, kind.ending()));
        Write write = storage.begin(uri, value, kind.contentType());
        while (!begun.isEmpty() && begun.peek().isDone()) {
            begun.remove();
        }
        begun.add(write);
        Record<byte[], byte[]> stored = new StoredValue(uri, sha256, value.length).in(record);
        context.forward(stored.withValue(new Kept(stored, kind.sink(), Optional.of(write))), NodeNames.KEEP);
    }

    /** What is not written now is begun again when its image is read again. */
    @Override
    public void close() {
        begun.forEach(storage::drop);
        begun.clear();
    }
}
