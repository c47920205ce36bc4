package io.elbowatch.metrics;

/** What kind of series a meter makes. */
enum MeterType {
    COUNTER("counter"),
    GAUGE("gauge"),
    HISTOGRAM("histogram"),
    /** A histogram of Micrometer's, which brings a gauge {@code _max} along: the largest of the last minutes. */
    HISTOGRAM_AND_MAX("histogram"),
    /** Always 1; its labels are the message. The Prometheus text format calls it a gauge. */
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
