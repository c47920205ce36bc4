package io.elbowatch.stream.flow;

/**
 * The names of the nodes and of the state store of {@link ScoringTopology}. They never change: the changelog topic and
 * the tags of Kafka's metrics are made of them.
 */
final class NodeNames {
    static final String IMAGES = "images";
    static final String DECODE = "decode";
    static final String SCORE = "score";
    static final String VERDICT = "verdict";
    static final String EXPLAIN = "explain";
    static final String TRACK = "track";
    static final String SCORES = "scores";
    static final String ANOMALIES = "anomalies";
    static final String EVIDENCE = "evidence";
    static final String INCIDENTS = "incidents";
    static final String REJECTED = "rejected";
    static final String REVIEW = "review";

    /** Where values go to a store: it begins that, and waits for it. */
    static final String KEEP_EVIDENCE = "keep-evidence";

    static final String KEEP_REJECTED = "keep-rejected";
    static final String KEEP = "keep";

    /** The store of {@link SourceStore}, one for each task. */
    static final String SOURCES = "sources";

    private NodeNames() {}
}
