package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.Labelled;

/** A part of the flow's work on an image. */
public enum Stage implements Labelled {
    DECODE("decode"),
    PREPROCESS("preprocess"),
    MODEL("model"),
    VERDICT_AND_JSON("verdict and JSON"),
    METRICS("metrics"),
    /** The remaining work of the scoring thread: polls, tasks, batches, sends, commits, the state of sources. */
    KAFKA_AND_STREAMS("Kafka and Streams");

    private final String title;

    Stage(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    static String title(String label) {
        return Labelled.of(Stage.class, label).title();
    }

    @Override
    public String label() {
        return Labelled.super.label().replace('_', '-');
    }
}
