package io.elbowatch.stream.live;

import io.elbowatch.stream.flow.Topics;
import java.util.Optional;

/** The output topics that are read, and how far back from their end. */
enum Output {
    SCORES(2_000),
    ANOMALIES(240),
    EVIDENCE(200),
    INCIDENTS(Journal.MAX_INCIDENTS),
    REJECTED(120),
    SHADOW(120),
    /** Compacted: the last state of every instance. */
    INSTANCES(20_000),
    /** Compacted: what people do with incidents. */
    HANDLING(20_000);

    /** Enough for one source with all the anomalies in one of many partitions. */
    private static final int MIN_RECORDS = 40;

    private final int records;

    Output(int records) {
        this.records = records;
    }

    /** Its topic; empty where it has none. */
    Optional<String> topic(Topics topics) {
        return switch (this) {
            case SCORES -> Optional.of(topics.scores());
            case ANOMALIES -> Optional.of(topics.anomalies());
            case EVIDENCE -> Optional.of(topics.evidence());
            case INCIDENTS -> Optional.of(topics.incidents());
            case REJECTED -> Optional.of(topics.rejected());
            case SHADOW -> topics.shadow();
            case INSTANCES -> topics.instances();
            case HANDLING -> topics.people().handling();
        };
    }

    /** How many offsets before its end each partition is read from. Under exactly-once, markers take some of these. */
    long back(int partitions) {
        return Math.max(MIN_RECORDS, records / partitions);
    }
}
