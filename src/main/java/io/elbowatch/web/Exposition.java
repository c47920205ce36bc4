package io.elbowatch.web;

import java.util.Objects;

/** What {@code /metrics} serves; asked by many threads. */
@FunctionalInterface
public interface Exposition {

    /**
     * All metrics at this moment.
     *
     * @param accept the HTTP header of that name, null where there is none
     */
    Page metrics(String accept);

    /**
     * A text and what it is.
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
