package io.elbowatch.lab.bench.throughput;

import java.util.Arrays;
import java.util.Locale;

/** A part of the flow's work on an image. */
public enum Stage {
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
        return Arrays.stream(values())
                .filter(stage -> stage.label().equals(label))
                .findFirst()
                .orElseThrow()
                .title();
    }

    String label() {
        return title.toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
