package io.elbowatch.stream.live;

import io.elbowatch.stream.flow.Topics;

/** The topics that are read, and how far back from their end. */
enum Output {
    SCORES(2_000),
    ANOMALIES(240),
    EVIDENCE(200),
    INCIDENTS(4_000),
    REJECTED(120);

    /** Fewer would be none at all where a topic has many partitions and one source all the trouble. */
    private static final int FEWEST = 40;

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

    /** How many offsets before its end each of so many partitions is read from; under exactly-once markers take some of them. */
    long back(int partitions) {
        return Math.max(FEWEST, records / partitions);
    }
}
