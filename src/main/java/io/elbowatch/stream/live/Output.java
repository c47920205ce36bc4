package io.elbowatch.stream.live;

import io.elbowatch.stream.flow.Topics;

/** The output topics that are read, and how far back from their end. */
enum Output {
    SCORES(2_000),
    ANOMALIES(240),
    EVIDENCE(200),
    INCIDENTS(Journal.MAX_INCIDENTS),
    REJECTED(120);

    /** Enough for one source with all the anomalies in one of many partitions. */
    private static final int MIN_RECORDS = 40;

    private final int records;

    Output(int records) {
        this.records = records;
    }

    String topic(Topics topics) {
        return switch (this) {
            case SCORES -> topics.scores();
            case ANOMALIES -> topics.anomalies();
            case EVIDENCE -> topics.evidence();
            case INCIDENTS -> topics.incidents();
            case REJECTED -> topics.rejected();
        };
    }

    /** How many offsets before its end each partition is read from. Under exactly-once, markers take some of these. */
    long back(int partitions) {
        return Math.max(MIN_RECORDS, records / partitions);
    }
}
