package io.elbowatch.metrics;

/** The type of a meter. */
enum MeterType {
    COUNTER("counter"),
    GAUGE("gauge"),
    HISTOGRAM("histogram"),
    /** A Micrometer histogram, which has a gauge {@code _max} too: the largest value of the last minutes. */
    HISTOGRAM_AND_MAX("histogram"),
    /** Always 1; its labels are the information. The Prometheus text format calls it a gauge. */
    INFO("gauge");

    private final String label;

    MeterType(String label) {
        this.label = label;
    }

    /** The name on the {@code # TYPE} line of the Prometheus text format. */
    String label() {
        return label;
    }
}
