package io.elbowatch.lab.bench.scaling;

import java.util.Locale;

/** What there is one, two or four of, while the rest stays as it is. */
enum Dimension {
    PARTITIONS,
    THREADS,
    INSTANCES;

    /** So many partitions that threads and instances are never the fewer. */
    private static final int PARTITIONS_OTHERWISE = 8;

    int partitions(int count) {
        return this == PARTITIONS ? count : PARTITIONS_OTHERWISE;
    }

    int threads(int count) {
        return this == THREADS ? count : 1;
    }

    int instances(int count) {
        return this == INSTANCES ? count : 1;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
