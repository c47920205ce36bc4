package io.elbowatch.lab.bench.throughput;

import io.elbowatch.lab.bench.throughput.BenchPlan.Overlaps;
import java.util.Arrays;
import java.util.List;

/** The programs that every round runs over the same images, in this order. */
public enum Variant {
    MODEL_ONE("model-1", "model alone, batch 1", false),
    MODEL_BATCH("model-64", "model alone, batch 64", false),
    DECODE_THEN_MODEL("decode-model-64", "decode, then model", false),
    PLAIN_LOOP("plain-loop", "plain loop", true),
    ONE_BY_ONE("one-by-one", "one by one", true),
    ELBOWATCH("elbowatch", "Elbowatch", true),
    ELBOWATCH_OVERLAP("elbowatch-overlap", "Elbowatch, overlap", true);

    private final String label;
    private final String title;
    private final boolean flow;

    Variant(String label, String title, boolean flow) {
        this.label = label;
        this.title = title;
        this.flow = flow;
    }

    /** The name in files. */
    public String label() {
        return label;
    }

    /** The name for people. */
    String title() {
        return title;
    }

    /** Whether the program reads and writes topics. */
    boolean isFlow() {
        return flow;
    }

    static List<Variant> of(Overlaps overlaps) {
        return Arrays.stream(values())
                .filter(variant -> switch (variant) {
                    case ELBOWATCH -> overlaps != Overlaps.ON;
                    case ELBOWATCH_OVERLAP -> overlaps != Overlaps.OFF;
                    default -> true;
                })
                .toList();
    }
}
