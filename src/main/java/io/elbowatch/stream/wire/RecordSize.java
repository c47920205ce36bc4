package io.elbowatch.stream.wire;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;

/** How large a record is to Kafka, uncompressed and by itself in a batch; never less. */
final class RecordSize {
    /** More than Kafka's own framing of a record and its batch. */
    private static final int FRAMING_BYTES = 512;

    private RecordSize() {}

    static long of(Record<byte[], byte[]> record) {
        long bytes = FRAMING_BYTES + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            bytes += header.key().length() + length(header.value()) + 8L;
        }
        return bytes;
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
