package io.elbowatch.stream.flow;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;

/**
 * The keys of the sources in their store and changelog. A source of the first input topic has the key of its images, so
 * that the states of a stream with one topic stay readable when topics are appended. A source of another topic has a
 * marker, the topic, a zero byte and the key: equal keys of two topics are two sources. No two sources share a key.
 */
final class SourceKeys {
    private static final byte[] MARKER = "\0topic\0".getBytes(StandardCharsets.US_ASCII);

    private final String first;
    private Prefix last; // of the image before; most images come in runs of one topic

    private record Prefix(String topic, byte[] bytes) {

        Prefix(String topic) {
            this(topic, bytes(topic));
        }

        private static byte[] bytes(String topic) {
            byte[] name = topic.getBytes(StandardCharsets.US_ASCII); // a legal name has no other characters
            byte[] bytes = Arrays.copyOf(MARKER, MARKER.length + name.length + 1);
            System.arraycopy(name, 0, bytes, MARKER.length, name.length);
            return bytes;
        }
    }

    SourceKeys(List<String> inputs) {
        first = inputs.get(0);
        last = new Prefix(first);
    }

    /** @param key of the images; empty for the images without a key, which are one source of each partition and topic */
    Bytes of(String topic, byte[] key) {
        if (topic.equals(first) && !hasTopic(key)) {
            return Bytes.wrap(key);
        }
        if (!topic.equals(last.topic())) {
            last = new Prefix(topic);
        }
        byte[] prefix = last.bytes();
        byte[] bytes = Arrays.copyOf(prefix, prefix.length + key.length);
        System.arraycopy(key, 0, bytes, prefix.length, key.length);
        return Bytes.wrap(bytes);
    }

    /** The topic of a source, which may be one that is no longer read. */
    String topic(Bytes source) {
        byte[] bytes = source.get();
        return hasTopic(bytes)
                ? new String(bytes, MARKER.length, keyAt(bytes) - 1 - MARKER.length, StandardCharsets.US_ASCII)
                : first;
    }

    /** The key of the images of a source. */
    byte[] key(Bytes source) {
        byte[] bytes = source.get();
        return hasTopic(bytes) ? Arrays.copyOfRange(bytes, keyAt(bytes), bytes.length) : bytes;
    }

    /** Whether the images of a source have a key. */
    boolean named(Bytes source) {
        byte[] bytes = source.get();
        return hasTopic(bytes) ? keyAt(bytes) < bytes.length : bytes.length > 0;
    }

    private static boolean hasTopic(byte[] bytes) {
        return bytes.length > MARKER.length
                && Arrays.equals(bytes, 0, MARKER.length, MARKER, 0, MARKER.length)
                && keyAt(bytes) > 0;
    }

    /** Where the key begins: after the zero byte that ends the topic; -1 where there is none. */
    private static int keyAt(byte[] bytes) {
        for (int i = MARKER.length; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i + 1;
            }
        }
        return -1;
    }
}
