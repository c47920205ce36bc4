package io.elbowatch.stream.live;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The newest pictures by the name of their image, bounded in number and bytes. Used by many threads. */
final class Pictures {
    static final int MAX_PICTURES = 100;
    static final long MAX_BYTES = 16 << 20;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final long maxBytes;
    private final Map<String, byte[]> pictures = new LinkedHashMap<>();
    private long bytes;

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
    synchronized List<String> put(String name, byte[] png) {
        byte[] before = pictures.remove(name);
        bytes += png.length - (before == null ? 0 : before.length);
        pictures.put(name, png);
        List<String> removed = new ArrayList<>();
        Iterator<Map.Entry<String, byte[]>> oldest = pictures.entrySet().iterator();
        while (bytes > maxBytes || pictures.size() > MAX_PICTURES) {
            Map.Entry<String, byte[]> picture = oldest.next();
            bytes -= picture.getValue().length;
            removed.add(picture.getKey());
            oldest.remove();
        }
        return removed;
    }

    synchronized Optional<byte[]> get(String name) {
        return Optional.ofNullable(pictures.get(name));
    }

    synchronized long bytes() {
        return bytes;
    }
}
