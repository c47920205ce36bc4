package io.elbowatch.stream.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The record headers that Elbowatch reads and writes. Foreign headers, for example traces, are passed on. */
public final class Headers {
    public static final String CONTENT_TYPE = "content-type";
    /** Names the trace and the span that a record is of, as W3C's Trace Context writes them. */
    public static final String TRACE_PARENT = "traceparent";

    private static final List<String> TRACE_CONTEXT = List.of(TRACE_PARENT, "tracestate");
    private static final Pattern TRACE_PARENT_SYNTAX = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    static final String PREFIX = "elbowatch-";
    public static final String TOPIC = PREFIX + "topic";
    public static final String PARTITION = PREFIX + "partition";
    public static final String OFFSET = PREFIX + "offset";
    public static final String TIMESTAMP = PREFIX + "timestamp";

    /** The name of a bundle: of the one that scores an image where a producer names it, of the one that scored it. */
    public static final String BUNDLE = PREFIX + "bundle";

    /** Makes a record a CloudEvent. The attributes of an image pass on, but its outputs are other records than the event. */
    static final String EVENT_VERSION = "ce_specversion";

    /** The address of an image that is not in its record. */
    public static final String REFERENCE = PREFIX + "ref";

    /** The hash of such an image. */
    public static final String REFERENCE_HASH = PREFIX + "ref-sha256";

    /** The id that a producer gave an image. */
    public static final String ID = PREFIX + "id";

    private static final String JSON_TYPE = "application/json";

    private static final Header JSON = type(JSON_TYPE);

    private static final RecordHeaders JSON_ALONE = new RecordHeaders(new Header[] {JSON});

    static {
        JSON_ALONE.setReadOnly();
    }

    private Headers() {}

    /** The declared type of the value, or null. Bytes that are not UTF-8 become '\uFFFD'. */
    public static String contentType(org.apache.kafka.common.header.Headers headers) {
        return text(headers, CONTENT_TYPE);
    }

    /** The bundle that the producer of an image names. @param name of the header */
    public static Optional<String> bundle(org.apache.kafka.common.header.Headers headers, String name) {
        return Optional.ofNullable(text(headers, name));
    }

    private static String text(org.apache.kafka.common.header.Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    /** Their size in a record, in bytes. */
    public static long bytes(org.apache.kafka.common.header.Headers headers) {
        return RecordSize.of(headers);
    }

    /** Adds the coordinates of an image and the time at which it was produced. */
    static void putCoordinates(RecordHeaders headers, RecordMetadata image, long timestampMillis) {
        put(headers, TOPIC, image.topic());
        put(headers, PARTITION, Integer.toString(image.partition()));
        put(headers, OFFSET, Long.toString(image.offset()));
        put(headers, TIMESTAMP, Long.toString(timestampMillis));
    }

    /** The headers with other names than these. */
    static RecordHeaders foreign(org.apache.kafka.common.header.Headers headers, Set<String> ours) {
        RecordHeaders foreign = new RecordHeaders();
        for (Header header : headers) {
            if (!ours.contains(header.key())) {
                foreign.add(header);
            }
        }
        return foreign;
    }

    static RecordHeaders joined(RecordHeaders first, RecordHeaders last) {
        RecordHeaders joined = new RecordHeaders(first);
        last.forEach(joined::add);
        return joined;
    }

    /** Copies headers, with the timestamp of an image whose record has another one. */
    public static org.apache.kafka.common.header.Headers withTimestamp(
            org.apache.kafka.common.header.Headers headers, long imageMillis) {
        RecordHeaders copy = new RecordHeaders(headers);
        put(copy, TIMESTAMP, Long.toString(imageMillis));
        return copy;
    }

    /** Copies headers, with the id that a producer gave an image. */
    public static org.apache.kafka.common.header.Headers withId(
            org.apache.kafka.common.header.Headers headers, String id) {
        RecordHeaders copy = new RecordHeaders(headers);
        put(copy, ID, id);
        return copy;
    }

    /** The header traceparent of a record; empty where it has none, or one that may not be passed on by HTTP. */
    public static Optional<String> traceparent(org.apache.kafka.common.header.Headers headers) {
        return Optional.ofNullable(text(headers, TRACE_PARENT))
                .filter(text -> TRACE_PARENT_SYNTAX.matcher(text).matches());
    }

    /** The headers that say of which trace a record is, as W3C's Trace Context names them. */
    public static org.apache.kafka.common.header.Headers traceContext(org.apache.kafka.common.header.Headers headers) {
        RecordHeaders context = new RecordHeaders();
        for (String name : TRACE_CONTEXT) {
            Header header = headers.lastHeader(name);
            if (header != null) {
                context.add(header);
            }
        }
        return context;
    }

    /** Copies headers with another trace context. @param context values by the names of {@link #traceContext} */
    public static org.apache.kafka.common.header.Headers withTraceContext(
            org.apache.kafka.common.header.Headers headers, Map<String, String> context) {
        RecordHeaders copy = new RecordHeaders(headers);
        TRACE_CONTEXT.forEach(copy::remove);
        context.forEach((name, value) -> copy.add(name, value.getBytes(UTF_8)));
        return copy;
    }

    /** Replaces all headers of this name. */
    static void put(RecordHeaders headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(UTF_8));
    }

    /** The headers of a JSON output without an image; read-only. */
    public static org.apache.kafka.common.header.Headers ofJson() {
        return JSON_ALONE;
    }

    /** The headers of a JSON output of an image with these headers; do not change them. */
    public static org.apache.kafka.common.header.Headers ofJson(org.apache.kafka.common.header.Headers image) {
        return of(JSON, JSON_ALONE, image);
    }

    /** The headers of an output without an image; do not change them. */
    public static org.apache.kafka.common.header.Headers ofOutput(String contentType) {
        return contentType.equals(JSON_TYPE) ? JSON_ALONE : new RecordHeaders().add(type(contentType));
    }

    /** The headers of an output of an image with these headers; do not change them. */
    public static org.apache.kafka.common.header.Headers ofOutput(
            String contentType, org.apache.kafka.common.header.Headers image) {
        if (contentType.equals(JSON_TYPE)) {
            return ofJson(image);
        }
        Header declared = type(contentType);
        return of(declared, new RecordHeaders().add(declared), image);
    }

    private static org.apache.kafka.common.header.Headers of(
            Header type, org.apache.kafka.common.header.Headers alone, org.apache.kafka.common.header.Headers image) {
        RecordHeaders headers = null; // few images need one
        for (Header header : image) {
            if (!header.key().equals(CONTENT_TYPE) && !header.key().equals(EVENT_VERSION)) {
                headers = headers == null ? new RecordHeaders() : headers;
                headers.add(header);
            }
        }
        return headers == null ? alone : headers.add(type);
    }

    private static Header type(String contentType) {
        return new RecordHeader(CONTENT_TYPE, contentType.getBytes(UTF_8));
    }
}
