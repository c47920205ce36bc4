package io.elbowatch.stream.monitor;

import java.util.Objects;

/**
 * One figure of the stream at one moment. Its value is a number, never NaN.
 *
 * @param of the value of the figure's label; empty where it has none
 * @param topic of the partition that the figure is of; empty where there is one input topic, or no partition
 */
public record StreamReading(Figure figure, String of, String topic, double value) {

    /** The figures that are measured. */
    public enum Figure {
        /** 1 for the state that Kafka Streams is in, 0 for the others. */
        STATE("state"),
        /** 1 as long as nothing is known that prevents scoring. */
        READY(""),
        THREADS(""),
        /** Since the start. */
        THREAD_FAILURES(""),
        TASKS(""),
        PARTITIONS(""),
        /** Since the start. */
        COMMITS(""),
        COMMIT_MAX_SECONDS(""),
        /** Since the start. */
        REBALANCES(""),
        /** Since the start. */
        FAILED_REBALANCES(""),
        POLL_AGE_SECONDS(""),
        LAG_IMAGES("partition"),
        LAG_SECONDS("partition");

        private final String label;

        Figure(String label) {
            this.label = label;
        }

        /** The name of the label that distinguishes readings of this figure; empty where there is one reading only. */
        public String label() {
            return label;
        }
    }

    public StreamReading {
        Objects.requireNonNull(figure, "figure");
        if (figure.label().isEmpty() != of.isEmpty()) {
            throw new IllegalArgumentException(figure + " of '" + of + "'");
        }
        if (!topic.isEmpty() && !figure.label().equals("partition")) {
            throw new IllegalArgumentException(figure + " of the topic " + topic);
        }
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException(figure + " is not known");
        }
    }

    /** Of no topic. */
    public StreamReading(Figure figure, String of, double value) {
        this(figure, of, "", value);
    }

    static StreamReading of(Figure figure, double value) {
        return new StreamReading(figure, "", value);
    }
}
