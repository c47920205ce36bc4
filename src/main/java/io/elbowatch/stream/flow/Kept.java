package io.elbowatch.stream.flow;

import io.elbowatch.stream.storage.Write;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A record that waits until its value is in the store.
 *
 * @param record as it leaves, with the address of its value
 * @param sink that it leaves for
 * @param write of its value; empty where the record has none
 */
record Kept(Record<byte[], byte[]> record, String sink, Optional<Write> write) {

    int bytes() {
        return write.map(Write::size).orElse(0);
    }
}
