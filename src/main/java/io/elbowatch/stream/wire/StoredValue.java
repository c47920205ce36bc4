package io.elbowatch.stream.wire;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The value of a record of evidence or rejected that is an object of a store: the record has headers with its address in place
 * of the value.
 *
 * @param uri of the object
 * @param sha256 of its bytes, 64 hexadecimal digits
 * @param bytes their number
 */
public record StoredValue(String uri, String sha256, int bytes) {
    /** The address of the value. */
    public static final String URI = Headers.PREFIX + "stored";

    /** The hash of the value. */
    public static final String SHA256 = Headers.PREFIX + "stored-sha256";

    /** The size of the value in bytes. */
    public static final String BYTES = Headers.PREFIX + "stored-bytes";

    static final Set<String> HEADERS = Set.of(URI, SHA256, BYTES);

    /** More than these headers take. */
    static final int MAX_HEADER_BYTES = 2 << 10;

    private static final int DIGITS_OF_HASH = 16;

    /**
     * The path of the object of a record: of one image and one content there is one. So a repeat writes it again, and a late
     * one never changes what another record names.
     *
     * @param kind evidence or rejected
     * @param record has the coordinates of its image in its headers
     */
    public static String path(String kind, Record<byte[], byte[]> record, String sha256, String ending) {
        OutputOrigin image = OutputOrigin.ofHeaders(record.headers());
        String offset = Long.toString(image.offset());
        return kind + "/" + image.topic() + "/" + image.partition() + "/" + "0".repeat(19 - offset.length()) + offset
                + "-" + sha256.substring(0, DIGITS_OF_HASH) + ending;
    }

    /** The record with the address of its value in place of it. */
    public <K> Record<K, byte[]> in(Record<K, byte[]> record) {
        RecordHeaders headers = new RecordHeaders(record.headers());
        Headers.put(headers, URI, uri);
        Headers.put(headers, SHA256, sha256);
        Headers.put(headers, BYTES, Integer.toString(bytes));
        return record.withHeaders(headers).withValue(null);
    }

    /** What a record without a value names; empty where it names nothing that could be read. @param header by its name, or null */
    public static Optional<StoredValue> of(Function<String, String> header) {
        String uri = header.apply(URI);
        String sha256 = header.apply(SHA256);
        String bytes = header.apply(BYTES);
        if (uri == null || sha256 == null || bytes == null || !bytes.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        return Optional.of(new StoredValue(uri, sha256, Integer.parseInt(bytes)));
    }
}
