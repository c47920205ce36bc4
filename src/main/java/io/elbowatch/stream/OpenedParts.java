package io.elbowatch.stream;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a start has opened so far. Closed where the start fails, the last part first. Used by one thread. */
final class OpenedParts {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** Closes all parts. @param failure of the start; gets the failures of closing as suppressed ones */
    void closeAfter(Throwable failure) {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }
}
