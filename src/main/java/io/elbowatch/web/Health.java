package io.elbowatch.web;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The health of the process at one moment. A ready process is also live.
 *
 * @param live false if only a restart helps
 * @param ready true while images are scored
 * @param detail facts in the order given; they are public, so they contain no secret
 */
public record Health(boolean live, boolean ready, Map<String, String> detail) {

    public Health {
        if (ready && !live) {
            throw new IllegalArgumentException("ready but not live");
        }
        detail = Collections.unmodifiableMap(new LinkedHashMap<>(detail));
    }
}
