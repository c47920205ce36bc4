package io.elbowatch.stream.wire;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Record;

/** An upper bound of the size of a record in Kafka, uncompressed and alone in its batch. */
final class RecordSize {
    /** More than Kafka's framing of a record and its batch. */
    private static final int FRAMING_BYTES = 512;

    /** Two lengths of up to five bytes. */
    private static final long HEADER_FRAMING_BYTES = 10;

    private RecordSize() {}

    static long of(Record<byte[], byte[]> record) {
        return FRAMING_BYTES + length(record.key()) + length(record.value()) + of(record.headers());
    }

    static long of(org.apache.kafka.common.header.Headers headers) {
        long bytes = 0;
        for (Header header : headers) {
            bytes += Utils.utf8Length(header.key()) + length(header.value()) + HEADER_FRAMING_BYTES;
        }
        return bytes;
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
