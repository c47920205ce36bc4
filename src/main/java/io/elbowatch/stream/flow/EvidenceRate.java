package io.elbowatch.stream.flow;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits the pictures of each source by a token bucket that fills evenly over a minute. The buckets of the
 * {@value #MAX_SOURCES} sources that asked last are kept; other sources start with a full bucket again. Used by one
 * thread.
 */
final class EvidenceRate {
    private static final int MAX_SOURCES = 10_000;
    private static final double MINUTE_MILLIS = 60_000;

    private final int perMinute;
    private final Map<ByteBuffer, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Bucket> eldest) {
            return size() > MAX_SOURCES;
        }
    };

    private record Bucket(double tokens, long atMillis) {}

    EvidenceRate(EvidenceLimits limits) {
        this.perMinute = limits.perMinute();
    }

    /** Takes a token of this source; false when it has none. @param source the key of the record, or null */
    boolean allows(byte[] source, long nowMillis) {
        if (perMinute == 0) {
            return false;
        }
        ByteBuffer key = source == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(source);
        Bucket before = buckets.getOrDefault(key, new Bucket(perMinute, nowMillis));
        double filled = Math.max(0, nowMillis - before.atMillis()) * perMinute / MINUTE_MILLIS;
        double tokens = Math.min(perMinute, before.tokens() + filled);
        boolean allowed = tokens >= 1;
        buckets.put(key, new Bucket(allowed ? tokens - 1 : tokens, nowMillis));
        return allowed;
    }
}
