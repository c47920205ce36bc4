package io.elbowatch.stream.wire;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The record headers that Elbowatch reads and writes; foreign ones (traces, say) are passed on. */
public final class Headers {
    public static final String CONTENT_TYPE = "content-type";
    static final String PREFIX = "elbowatch-";

    private Headers() {}

    /** The declared type of the value, or null. Its bytes are anybody's: what is no UTF-8 becomes '\uFFFD'. */
    public static String contentType(org.apache.kafka.common.header.Headers headers) {
        Header header = headers.lastHeader(CONTENT_TYPE);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    /** The headers of a JSON output of an image with these headers. */
    public static org.apache.kafka.common.header.Headers ofJson(org.apache.kafka.common.header.Headers image) {
        RecordHeaders headers = new RecordHeaders(image);
        headers.remove(CONTENT_TYPE);
        headers.add(CONTENT_TYPE, "application/json".getBytes(UTF_8));
        return headers;
    }
}
