package io.elbowatch.web;

import java.util.Objects;

/** The content of {@code /metrics}. Thread-safe. */
@FunctionalInterface
public interface Exposition {

    /**
     * The current values of all metrics.
     *
     * @param accept the HTTP header of that name, null if there is none
     */
    Page metrics(String accept);

    /**
     * A response body with its type.
     *
     * @param contentType with its charset, which is UTF-8
     */
    record Page(String contentType, String body) {
        public Page {
            Objects.requireNonNull(contentType, "contentType");
            Objects.requireNonNull(body, "body");
        }
    }
}
