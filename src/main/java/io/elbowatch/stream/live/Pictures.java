package io.elbowatch.stream.live;

import io.elbowatch.stream.wire.StoredValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The newest pictures by the name of their image, or where they are; bounded in number and bytes. Used by many threads. */
final class Pictures {
    static final int MAX_PICTURES = 100;
    static final long MAX_BYTES = 16 << 20;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final long maxBytes;
    private final Map<String, Held> pictures = new LinkedHashMap<>();
    private long bytes;

    /** One of both. */
    private record Held(Optional<byte[]> png, Optional<StoredValue> stored) {

        int bytes() {
            return png.map(own -> own.length)
                    .orElseGet(() -> 2 * stored.orElseThrow().uri().length());
        }
    }

    Pictures(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether these bytes begin with the PNG signature; others are never served as a PNG. */
    static boolean isPng(byte[] value) {
        if (value == null || value.length < PNG.length) {
            return false;
        }
        for (int i = 0; i < PNG.length; i++) {
            if (value[i] != PNG[i]) {
                return false;
            }
        }
        return true;
    }

    /** Keeps a picture. @return the pictures that were removed for it; itself where it alone is too large */
    List<String> put(String name, byte[] png) {
        return put(name, new Held(Optional.of(png), Optional.empty()));
    }

    /** Keeps where a picture is. @return the pictures that were removed for it */
    List<String> put(String name, StoredValue stored) {
        return put(name, new Held(Optional.empty(), Optional.of(stored)));
    }

    private synchronized List<String> put(String name, Held picture) {
        Held before = pictures.remove(name);
        bytes += picture.bytes() - (before == null ? 0 : before.bytes());
        pictures.put(name, picture);
        List<String> removed = new ArrayList<>();
        Iterator<Map.Entry<String, Held>> oldest = pictures.entrySet().iterator();
        while (bytes > maxBytes || pictures.size() > MAX_PICTURES) {
            Map.Entry<String, Held> gone = oldest.next();
            bytes -= gone.getValue().bytes();
            removed.add(gone.getKey());
            oldest.remove();
        }
        return removed;
    }

    /** Whether it is kept, or where it is. */
    synchronized boolean has(String name) {
        return pictures.containsKey(name);
    }

    /** A picture that is kept here. */
    synchronized Optional<byte[]> get(String name) {
        return Optional.ofNullable(pictures.get(name)).flatMap(Held::png);
    }

    /** Where a picture is that is not kept here. */
    synchronized Optional<StoredValue> stored(String name) {
        return Optional.ofNullable(pictures.get(name)).flatMap(Held::stored);
    }

    synchronized long bytes() {
        return bytes;
    }
}
