package io.elbowatch.lab.board;

import java.util.Locale;

/** The six defects of DeepPCB (Tang et al. 2019), in its order. */
public enum DefectKind {
    /** A trace is cut through. */
    OPEN,
    /** A bridge joins two pieces of copper. */
    SHORT,
    /** A bite out of an edge; the trace still conducts. */
    MOUSEBITE,
    /** A splinter on an edge that reaches nothing. */
    SPUR,
    /** A speck of copper on bare board. */
    COPPER,
    /** A hole inside copper. */
    PINHOLE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The kind in lower case, as folders and headers spell it. */
    public String label() {
        return label;
    }

    /** 1 … 6, as in DeepPCB's annotations and in label files; 0 there is a normal board. */
    public int code() {
        return ordinal() + 1;
    }
}
