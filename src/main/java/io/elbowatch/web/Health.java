package io.elbowatch.web;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the process is at one moment. What is ready is also live.
 *
 * @param live false when only a restart can help
 * @param ready true while images are being scored
 * @param detail facts for whoever looks, in the order given; public, so no secrets
 */
public record Health(boolean live, boolean ready, Map<String, String> detail) {

    public Health {
        if (ready && !live) {
            throw new IllegalArgumentException("ready but not live");
        }
        detail = Collections.unmodifiableMap(new LinkedHashMap<>(detail));
    }
}
