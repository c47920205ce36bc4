package io.elbowatch.stream.batch;

import java.util.Locale;

/** What made a batch due. */
public enum FlushReason {
    /** It reached {@code batch.max-images}. */
    COUNT,
    /** It reached {@code batch.max-bytes}. */
    BYTES,
    /** Its oldest image had waited {@code batch.linger}. */
    LINGER,
    /** Kafka Streams was about to commit. */
    COMMIT;

    /** The value of the label in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
