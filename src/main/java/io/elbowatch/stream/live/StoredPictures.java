package io.elbowatch.stream.live;

import io.elbowatch.core.Printable;
import io.elbowatch.stream.reference.StoredValues;
import io.elbowatch.stream.wire.StoredValue;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches pictures from the store when somebody looks at them. A few at a time: a store that does not answer must not take the
 * threads of the server. Used by many threads.
 */
final class StoredPictures implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoredPictures.class);
    private static final int AT_A_TIME = 4;
    private static final long TURN_MILLIS = 200;

    private final StoredValues values;
    private final Semaphore turns = new Semaphore(AT_A_TIME);

    StoredPictures(StoredValues values) {
        this.values = values;
    }

    /** The picture; empty where it cannot be fetched now, or is none. */
    Optional<byte[]> get(StoredValue picture) {
        try {
            if (!turns.tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(values.get(picture)).filter(Pictures::isPng);
        } catch (IOException e) {
            LOG.warn("picture not fetched reason=\"{}\"", Printable.line(String.valueOf(e.getMessage())));
            return Optional.empty();
        } finally {
            turns.release();
        }
    }

    @Override
    public void close() {
        values.close();
    }
}
