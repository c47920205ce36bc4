package io.elbowatch.stream.batch;

import java.util.Locale;

/** Why a batch was scored when it was. */
public enum FlushReason {
    /** It held {@code batch.max-images}. */
    COUNT,
    /** It held {@code batch.max-bytes}. */
    BYTES,
    /** Its oldest image had waited {@code batch.linger}. */
    LINGER,
    /** Kafka Streams was about to commit. */
    COMMIT;

    /** The name in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
