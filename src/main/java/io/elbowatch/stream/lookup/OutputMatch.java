package io.elbowatch.stream.lookup;

import io.elbowatch.stream.wire.DecidedImage;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.stream.wire.StoredValue;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Whether a record of an output topic is of an image. Anybody may have written it: nothing is thrown. */
final class OutputMatch {
    private OutputMatch() {}

    static boolean json(ConsumerRecord<byte[], byte[]> record, OutputOrigin image) {
        return record.value() != null
                && DecidedImage.mentions(record.value(), image)
                && DecidedImage.of(record.value())
                        .filter(found -> found.image().equals(image))
                        .isPresent();
    }

    static boolean headers(ConsumerRecord<byte[], byte[]> record, OutputOrigin image) {
        return Long.toString(image.offset()).equals(text(record, Headers.OFFSET))
                && Integer.toString(image.partition()).equals(text(record, Headers.PARTITION))
                && image.topic().equals(text(record, Headers.TOPIC));
    }

    /** Whether it is of an image of exactly this time: one of an earlier topic of the same name has another. */
    static boolean time(ConsumerRecord<byte[], byte[]> record, long imageMillis) {
        return DecidedImage.of(record.value())
                .map(found -> found.timestampMillis() == imageMillis)
                .orElseGet(() -> Long.toString(imageMillis).equals(text(record, Headers.TIMESTAMP)));
    }

    /** Where the value is that a record names in place of having it. */
    static Optional<StoredValue> stored(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null ? StoredValue.of(name -> text(record, name)) : Optional.empty();
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
